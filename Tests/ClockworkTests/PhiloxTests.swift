import Testing

@testable import Clockwork

@Suite struct PhiloxTests {
  /// The three vectors that Random123 publishes for philox4x32 with ten rounds (`kat_vectors`).
  @Test func matchesPublishedVectors() {
    let all: UInt32 = 0xFFFF_FFFF
    let zero = Philox.block(counter: (0, 0, 0, 0), key: (0, 0))
    #expect(zero == (0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    let ones = Philox.block(counter: (all, all, all, all), key: (all, all))
    #expect(ones == (0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    let pi = Philox.block(
      counter: (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
      key: (0xA409_3822, 0x299F_31D0))
    #expect(pi == (0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test func purposeIsFNV1a() {
    #expect(Purpose("").id == 0x811C_9DC5)
    #expect(Purpose("a").id == 0xE40C_292C)
    #expect(Purpose("foobar").id == 0xBF9C_F968)
  }
}
