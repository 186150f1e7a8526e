/// Numbers for a sentence or a table.
public enum BriefNumber {
  /// Four significant digits.
  public static func text(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1_000, scale < 1e300 { scale *= 10 }
    while value.magnitude * scale >= 10_000 { scale /= 10 }
    let digits = (value * scale).rounded()
    return "\(scale >= 1 ? digits / scale : digits * (1 / scale))"
  }
}
