/// A margin that somebody chose instead of the default, and why.
public struct ChosenMargin: Hashable, Sendable {
  /// In the score's unit; at least 0.
  public var value: Double
  public var because: String

  public init(_ value: Double, because: String) {
    self.value = value
    self.because = because
  }
}
