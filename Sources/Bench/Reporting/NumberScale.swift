internal import Quantities

/// A scale of numbers from a range onto a length on the page.
struct NumberScale: Sendable {
  struct Tick { let value: Double; let label: String }

  let lower: Double
  let upper: Double
  let start: Double
  let end: Double
  let isLog: Bool
  let tickCount: Int

  /// - Parameter values: what must be seen; those that cannot be drawn are left out.
  init(
    _ values: some Sequence<Double>, from start: Double, to end: Double, hasZero: Bool = false,
    isLog: Bool = false, isPadded: Bool = true, tickCount: Int = 5
  ) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where Self.isPlottable(value) && (!isLog || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = isLog ? (1, 10) : (0, 1) }
    if isLog {
      let first = Elementary.log10(max(low, 1e-99)).rounded(.down)
      let last = Elementary.log10(max(high, 1e-99)).rounded(.up)
      lower = first
      upper = max(last, first + 1)
    } else {
      if hasZero { (low, high) = (min(0, low), max(0, high)) }
      if high - low <= max(1e-100, 1e-12 * max(low.magnitude, high.magnitude)) {
        let margin = max(0.5, 0.05 * high.magnitude)
        (low, high) = hasZero ? (min(0, low), max(1, high)) : (low - margin, high + margin)
      }
      let padding = isPadded ? 0.04 * (high - low) : 0
      lower = hasZero && low == 0 ? 0 : low - padding
      upper = hasZero && high == 0 ? 0 : high + padding
    }
    self.start = start
    self.end = end
    self.isLog = isLog
    self.tickCount = tickCount
  }

  static func isPlottable(_ value: Double) -> Bool { value.isFinite && value.magnitude < 1e90 }

  /// The place of a number, nil where it has none on this scale.
  func place(_ value: Double) -> Double? {
    guard Self.isPlottable(value), !isLog || value > 0 else { return nil }
    let x = isLog ? Elementary.log10(value) : value
    let share = (x - lower) / (upper - lower)
    return start + min(max(share, -0.02), 1.02) * (end - start)
  }

  /// Round numbers on the scale, 1-2-5 steps apart or powers of ten.
  var ticks: [Tick] {
    if isLog {
      let step = max(1, ((upper - lower) / Double(max(1, tickCount))).rounded(.up))
      return stride(from: lower, through: upper, by: step).map {
        let value = Self.tenTo(Int($0))
        return Tick(value: value, label: NumberText.typeset(Self.powerLabel(value)))
      }
    }
    let rough = (upper - lower) / Double(max(1, tickCount))
    let power = Self.tenTo(Int(Elementary.log10(rough).rounded(.down)))
    let fraction = rough / power
    let factor: Double = fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10
    let step = factor * power
    let decimals = max(0, -Int(Elementary.log10(step * 1.0001).rounded(.down)))
    let first = (lower / step).rounded(.up)
    let last = (upper / step).rounded(.down)
    guard first.magnitude < 1e15, last - first < 100, last >= first else { return [] }
    return stride(from: first, through: last, by: 1).map {
      let value = $0 * step
      let text =
        decimals > 9 ? NumberText.short(value) : NumberText.fixed(value, decimals: decimals)
      return Tick(value: value, label: NumberText.typeset(text))
    }
  }

  private static func tenTo(_ n: Int) -> Double {
    var result = 1.0
    for _ in 0..<min(300, n.magnitude) { result *= 10 }
    return n < 0 ? 1 / result : result
  }

  private static func powerLabel(_ value: Double) -> String {
    value >= 1 ? NumberText.fixed(value, decimals: 0) : NumberText.short(value, digits: 1)
  }
}
