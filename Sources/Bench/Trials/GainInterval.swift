/// How far a score's mean gain may lie from what was seen, at any level: of the worlds that both
/// sides scored, and of those in which only one did.
struct GainInterval: Sendable {
  let sample: PairedSample
  /// Worlds in which only the base has a value, and only the candidate.
  let lost: Int
  let gained: Int
  /// nil where worlds are added.
  private let bootstrap: BootstrapInterval?
  private let firstLook: Int?

  init(_ sample: PairedSample, lost: Int, gained: Int, rule: Check.Rule) {
    self.sample = sample
    self.lost = lost
    self.gained = gained
    firstLook = rule.firstLook
    bootstrap = rule.firstLook == nil ? BootstrapInterval(sample, kind: rule.kind) : nil
  }

  func range(_ level: Double) -> ClosedRange<Double> {
    guard lost > 0 else { return rangeOfBoth(level) }
    // A world that lost its score is not the same, and how much worse it is nobody knows: at best
    // as good as the others. Losses and the others each get half of what may go wrong.
    let half = 1 - (1 - level) / 2
    let isLoss = SignTest.leans(
      lost, against: gained, level: half, isSequential: firstLook != nil)
    return -.infinity...(isLoss ? -.infinity : rangeOfBoth(half).upperBound)
  }

  /// Of the worlds that both sides scored.
  private func rangeOfBoth(_ level: Double) -> ClosedRange<Double> {
    if let bootstrap { return bootstrap.interval(level: level) }
    return ConfidenceSequence.interval(sample, level: level, first: firstLook ?? 2)
  }

  /// How far it reaches above the mean; nil where it has no end.
  func reach(_ level: Double) -> Double? {
    let reach = range(level).upperBound - sample.mean
    return reach.isFinite ? reach : nil
  }
}
