internal import Clockwork

extension Purpose {
  static let persona = Purpose("residents.persona")
  static let household = Purpose("residents.household")
  static let dayPlan = Purpose("residents.plan")
  static let activityChoice = Purpose("residents.activity")
  static let smallAct = Purpose("residents.act")
  static let perception = Purpose("residents.perception")
  static let speech = Purpose("residents.speech")
  static let opinion = Purpose("residents.opinion")
  static let doors = Purpose("residents.doors")
}

/// The random numbers of one event of one resident and purpose, whatever happens elsewhere.
struct Chance {
  private var stream: RandomStream

  init(_ key: RandomKey, event: UInt64) { stream = key.stream(event) }

  /// A number in the open interval 0...1; 52 bits, because with 53 the largest would round to 1.
  mutating func unit() -> Double { (Double(stream.nextUInt64() >> 12) + 0.5) * 0x1p-52 }

  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// A gaussian cut off at `limit` standard deviations.
  mutating func gaussian(limit: Double = 3) -> Double {
    let value = stream.gaussian()
    return value > limit ? limit : value < -limit ? -limit : value
  }

  mutating func happens(_ probability: Double) -> Bool { unit() < probability }

  /// An index below `count`, each equally likely to within 2^-64.
  mutating func index(_ count: Int) -> Int {
    let bits = stream.nextUInt64()
    return Int(truncatingIfNeeded: bits.multipliedFullWidth(by: UInt64(count)).high)
  }

  mutating func seconds(_ low: Int, _ high: Int) -> SimDuration {
    .seconds(Int64(low + index(high - low + 1)))
  }
}
