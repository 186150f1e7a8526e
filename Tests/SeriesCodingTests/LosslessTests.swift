import Clockwork
import SeriesCoding
import Testing

/// Every kind of number that a `Double` can be, among decimals of a sensor.
private func values(_ chance: inout RandomStream, count: Int, oddity: Double) -> [Double] {
  (0..<count).map { _ in
    guard chance.uniform() < oddity else {
      return (chance.uniform(in: -1_000...1_000)).rounded() / 100
    }
    switch chance.nextUInt64() % 7 {
    case 0: return -0.0
    case 1: return Double(bitPattern: 0x7FF8_0000_0000_0000 | chance.nextUInt64() % 4_096)
    case 2: return Double(bitPattern: 0x7FF0_0000_0000_0001)
    case 3: return chance.uniform() < 0.5 ? .infinity : -.infinity
    case 4: return Double(bitPattern: chance.nextUInt64() % 16)
    case 5: return 1e300 * chance.uniform()
    default: return Double(bitPattern: chance.nextUInt64())
    }
  }
}

@Suite struct LosslessTests {
  /// Pelkonen et al. 2015, figure 2: 12, 24, 24 take 64, 14 and 1 bits.
  @Test func gorillaTakesThePapersBits() {
    func bytes(_ values: [Double]) -> Int { GorillaCodec.encode(values: values).count - 1 }
    #expect(bytes([12]) == 8)
    // 2 control bits, 5 of 11 leading zeros, 6 of the length 1, and the 1 itself.
    #expect(GorillaCodec.encode(values: [12, 24]).suffix(2) == [0b1101_0110, 0b0000_1100])
    #expect(bytes([12, 24]) == 10)
    // 79 bits, then 80, then 81.
    #expect(bytes([12, 24, 24]) == 10)
    #expect(bytes([12, 24, 24, 24]) == 10)
    #expect(bytes([12, 24, 24, 24, 24]) == 11)
  }

  /// The same figure: 62 s, then 60 s: the difference -2 takes 9 bits, none 1 bit.
  @Test func gorillaTimesTakeThePapersBits() {
    func bits(_ times: [Int64]) -> Int {
      let all = GorillaCodec.encode(times: times, values: times.map { _ in 0 })
      return (all.count - 1) * 8
    }
    // 68 bits a first time, 64 a value; 9 + 1 for the second with its value.
    #expect(bits([0]) == 72)
    let start: [Int64] = [0, 62]
    // 1 + 64, 9 + 1, 9 + 1: 85 bits in 11 bytes; a further regular one 2 bits.
    #expect(bits(start + [122]) == 88)
    #expect(bits(start + [122, 182]) == 88)
    #expect(bits(start + [122, 182, 242]) == 96)
  }

  @Test(arguments: [0, 0.05, 0.2, 0.6, 1])
  func everyBitPatternComesBack(oddity: Double) {
    for seed in 0..<200 as Range<UInt64> {
      var chance = RandomStream(seed: seed, purpose: Purpose("tests.lossless"), entity: 0)
      let series = values(&chance, count: Int(chance.nextUInt64() % 120), oddity: oddity)
      let bits = series.map(\.bitPattern)
      #expect(
        DecimalCodec.decode(DecimalCodec.encode(series))?.map(\.bitPattern) == bits,
        "seed \(seed)")
      let times = series.indices.map { place in
        seed % 2 == 0 ? Int64(bitPattern: chance.nextUInt64()) : Int64(place) * 60_000_000
      }
      let read = GorillaCodec.decode(GorillaCodec.encode(times: times, values: series))
      #expect(read?.values.map(\.bitPattern) == bits, "seed \(seed)")
      #expect(read?.times == times, "seed \(seed)")
      #expect(TimeCodec.decode(TimeCodec.encode(times)) == times, "seed \(seed)")
    }
  }

  @Test func timesAtTheEndsOfTheRangeComeBack() {
    let times: [Int64] = [.min, .max, 0, .min, .min, -1, 1, .max]
    #expect(TimeCodec.decode(TimeCodec.encode(times)) == times)
    let read = GorillaCodec.decode(
      GorillaCodec.encode(times: times, values: times.map { Double($0) }))
    #expect(read?.times == times)
  }

  @Test func garbageNeverTraps() {
    for seed in 0..<300 as Range<UInt64> {
      var chance = RandomStream(seed: seed, purpose: Purpose("tests.garbage"), entity: 0)
      var bytes = (0..<Int(chance.nextUInt64() % 40)).map { _ in
        UInt8(truncatingIfNeeded: chance.nextUInt64())
      }
      if seed % 3 == 0 {
        bytes = DecimalCodec.encode(values(&chance, count: 50, oddity: 0.1))
        bytes[Int(chance.nextUInt64() % UInt64(bytes.count))] ^= 1 << (chance.nextUInt64() % 8)
      }
      _ = DecimalCodec.decode(bytes)
      _ = DecimalCodec.decode([2] + bytes)
      _ = GorillaCodec.decode(bytes)
      _ = TimeCodec.decode(bytes)
      _ = KnotCodec.decode(bytes)
    }
  }

  /// White noise of sd 3 steps holds log2(3 sqrt(2 pi e)) = 3.63 bits a value, .454 bytes.
  @Test func noiseTakesItsEntropy() {
    var chance = RandomStream(seed: 5, purpose: Purpose("tests.entropy"), entity: 0)
    let series = (0..<20_000).map { _ in (21_00 + 3 * chance.gaussian()).rounded() / 100 }
    let bytes = Double(DecimalCodec.encode(series).count) / 20_000
    #expect((0.45...0.48).contains(bytes), "\(bytes)")
  }
}
