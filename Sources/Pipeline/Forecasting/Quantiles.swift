/// Quantiles of sorted samples.
enum Quantiles {
  /// The quantile with plotting positions i / (n + 1), linear between, flat beyond.
  ///
  /// With these positions a new exchangeable value lies below the quantile with the stated
  /// probability, which is what split-conformal prediction asks (Vovk et al., *Algorithmic Learning
  /// in a Random World*, 2005). Type 6 of Hyndman and Fan, *Am. Stat.* 50, 1996.
  static func exchangeable(_ sorted: UnsafeBufferPointer<Double>, level: Double) -> Double {
    at(position: level * Double(sorted.count + 1) - 1, sorted)
  }

  /// The quantile with plotting positions (i - 1/2) / n, for samples drawn in equal strata.
  ///
  /// Type 5 of Hyndman and Fan, *Am. Stat.* 50, 1996.
  static func stratified(_ sorted: UnsafeBufferPointer<Double>, level: Double) -> Double {
    at(position: level * Double(sorted.count) - 0.5, sorted)
  }

  static func exchangeable(_ sorted: [Double], level: Double) -> Double {
    sorted.withUnsafeBufferPointer { exchangeable($0, level: level) }
  }

  private static func at(position: Double, _ sorted: UnsafeBufferPointer<Double>) -> Double {
    if position <= 0 { return sorted[0] }
    let last = sorted.count - 1
    if position >= Double(last) { return sorted[last] }
    let index = Int(position)
    let share = position - Double(index)
    return sorted[index] + share * (sorted[index + 1] - sorted[index])
  }
}
