public import Clockwork

/// How contacts of one model chatter: a magnet at the edge of its reach, a sash in the wind.
public struct ContactBounce: Hashable, Sendable {
  /// Probability that a change is followed by its opposite and itself again.
  public var probability: Double
  /// Mean time of each of the two.
  public var gapMean: SimDuration

  public init(probability: Double, gapMean: SimDuration) {
    self.probability = probability
    self.gapMean = gapMean
  }

  /// Contacts that say each change once.
  public static let none = ContactBounce(probability: 0, gapMean: .zero)
}
