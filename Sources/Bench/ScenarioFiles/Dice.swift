internal import Clockwork
internal import Quantities

/// The luck of one key of a random scenario; another key's draws do not change it.
struct Dice {
  private let key: RandomKey
  private var event: UInt64 = 0

  init(seed: UInt64, path: String) {
    var hash = Fingerprint()
    hash.combine(path)
    key = RandomKey(seed: seed, purpose: Purpose("scenario-files.draw"), entity: hash.value)
  }

  mutating func uniform() -> Double {
    event += 1
    return key.uniform(event)
  }

  mutating func coin() -> Bool { uniform() < 0.5 }

  mutating func index(below count: Int) -> Int { min(Int(uniform() * Double(count)), count - 1) }

  mutating func integer(_ range: ClosedRange<Int64>) -> Int64 {
    // Small spans evenly; of large ones small numbers matter as much as large ones.
    if range.upperBound - range.lowerBound < 100 {
      return range.lowerBound
        + Int64(index(below: Int(range.upperBound - range.lowerBound) + 1))
    }
    let value = number(Double(range.lowerBound)...Double(range.upperBound)).rounded()
    return min(max(Int64(value), range.lowerBound), range.upperBound)
  }

  /// An end of the range one time in eight each; else every magnitude alike, with two digits.
  mutating func number(_ range: ClosedRange<Double>) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let edge = uniform()
    if edge < 0.125 { return low }
    if edge < 0.25 { return high }
    let x = uniform()
    let value: Double
    if low < 0, high > 0 {
      let side = uniform() < 0.5 ? low : high
      value = side * Elementary.exp(-6.9 * x)
    } else if low < 0 {
      value = low + x * (high - low)
    } else {
      value = low + (high - low) * Elementary.exp(-6.9 * x)
    }
    return min(max(Self.rounded(value), low), high)
  }

  /// In whole minutes, seconds or milliseconds, one in eight with odd microseconds.
  mutating func duration(_ low: SimDuration, _ high: SimDuration) -> SimDuration {
    let value = number(Double(low.microseconds)...Double(high.microseconds))
    var us = Int64(value)
    if uniform() < 0.125 {
      us += Int64(index(below: 59_999_999))
    } else {
      let unit: Int64 = us >= 3_600_000_000 ? 60_000_000 : us >= 60_000_000 ? 1_000_000 : 1_000
      us -= us % unit
    }
    return SimDuration(microseconds: min(max(us, low.microseconds), high.microseconds))
  }

  private static func rounded(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    var scale = 1.0
    while value.magnitude * scale < 10 { scale *= 10 }
    while value.magnitude * scale >= 100 { scale /= 10 }
    return scale >= 1
      ? (value * scale).rounded() / scale : (value * scale).rounded() * (1 / scale)
  }
}
