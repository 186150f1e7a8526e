import Testing

@testable import Clockwork

@Suite struct FingerprintTests {
  @Test func goldenValues() {
    var hash = Fingerprint()
    #expect(hash.hex == "33605fe82fa60161")
    hash.combine(1 as UInt64)
    hash.combine(-1 as Int64)
    hash.combine(21.5)
    hash.combine("Küche")
    #expect(hash.hex == "81ba873fcb431c43")
    #expect(hash.hex.count == 16)
    hash.combine([UInt8](0...255))
    #expect(hash.description == "f815f81afd5434cf")
  }

  @Test func orderSaltLengthAndSignMatter() {
    func of(_ words: [UInt64], salt: UInt64 = 0) -> UInt64 {
      var hash = Fingerprint(salt: salt)
      for word in words { hash.combine(word) }
      return hash.value
    }
    #expect(of([1, 2]) != of([2, 1]))
    #expect(of([0]) != of([0, 0]))
    #expect(of([0], salt: 1) != of([0]))
    var a = Fingerprint()
    var b = Fingerprint()
    a.combine(0.0)
    b.combine(-0.0)
    #expect(a != b)
    a = Fingerprint()
    b = Fingerprint()
    a.combine(Double.nan)
    b.combine(-Double.signalingNaN)
    #expect(a == b)
    a.combine([1, 0])
    b.combine([1])
    #expect(a != b)
  }

  /// A changed bit of any word flips each bit of the value with probability one half.
  @Test func everyBitSpreads() {
    var flips = [Int](repeating: 0, count: 64)
    var trials = 0
    for bit in 0..<64 {
      for position in 0..<8 {
        for seed in 0..<8 as Range<UInt64> {
          var a = Fingerprint(salt: seed)
          var b = Fingerprint(salt: seed)
          for word in 0..<8 {
            let value = UInt64(word) &* seed
            a.combine(value)
            b.combine(word == position ? value ^ (1 << UInt64(bit)) : value)
          }
          let change = a.value ^ b.value
          #expect(change.nonzeroBitCount > 8)
          for out in 0..<64 where change >> UInt64(out) & 1 == 1 { flips[out] += 1 }
          trials += 1
        }
      }
    }
    let spread = 5 * (Double(trials) / 4).squareRoot()
    #expect(flips.allSatisfy { abs(Double($0) - Double(trials) / 2) < spread })
  }

  /// Buffers hash the same from any alignment, and every byte counts.
  @Test func buffersIgnoreAlignment() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    for count in [0, 1, 7, 8, 63, 64, 65, 100, 199] {
      let part = Array(bytes[1..<(1 + count)])
      var a = Fingerprint()
      var b = Fingerprint()
      a.combine(part)
      bytes.withUnsafeBytes { all in
        b.combine(bytes: UnsafeRawBufferPointer(rebasing: all[1..<(1 + count)]))
      }
      #expect(a == b)
      for index in part.indices {
        var changed = part
        changed[index] ^= 0x80
        var c = Fingerprint()
        c.combine(changed)
        #expect(c != a, "count \(count), byte \(index)")
      }
    }
  }

  @Test func idSumsBalance() {
    var all = IDSum()
    var left = IDSum()
    var right = IDSum()
    for id in 0..<1000 as Range<UInt64> {
      all.add(id)
      if id % 3 == 0 { left.add(id) } else { right.add(id) }
    }
    #expect(all == left + right)
    #expect(all - right == left)
    right.remove(1)
    right.add(3)
    #expect(all.count == (left + right).count)
    #expect(all != left + right)
  }
}
