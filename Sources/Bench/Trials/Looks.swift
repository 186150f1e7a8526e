/// When a check that adds worlds looks at its scores: all at first, then half as many again.
public enum Looks {
  /// - Parameters:
  ///   - done: the worlds of the last look; 0 before the first.
  ///   - budget: the most worlds; nil for a check with one look.
  /// - Returns: the worlds of the next look; nil where there is none.
  public static func next(after done: Int, first: Int, budget: Int?) -> Int? {
    if done == 0 { return first }
    guard let budget, done < budget else { return nil }
    return min(done + max(first / 2, 1), budget)
  }
}
