/// Shares of a joint effect among those who brought it about.
///
/// The only division that adds up, treats equals equally, gives nothing to who changes nothing, and
/// of a sum of effects gives the sum of the shares.
///
/// Source: Shapley 1953, "A value for n-person games", Contributions to the Theory of Games II.
public enum Shapley {
  /// - Parameters:
  ///   - count: how many players there are.
  ///   - worth: of each coalition; bit i of the place says whether player i is in it.
  /// - Returns: a share for each player; they sum to `worth.last - worth.first`.
  /// - Precondition: `worth` has `1 << count` values.
  public static func values(count: Int, worth: [Double]) -> [Double] {
    precondition(worth.count == 1 << count, "a coalition each")
    let weights = (0..<count).map { weight(of: $0, count: count) }
    return (0..<count).map { player in
      let bit = 1 << player
      return worth.indices.reduce(0) { sum, coalition in
        guard coalition & bit == 0 else { return sum }
        let gain = worth[coalition | bit] - worth[coalition]
        return sum + weights[coalition.nonzeroBitCount] * gain
      }
    }
  }

  /// The share of orders in which exactly these `size` others come before a player:
  /// size! (count - size - 1)! / count!.
  private static func weight(of size: Int, count: Int) -> Double {
    // 1 / (count * choose(count - 1, size))
    var choices = 1.0
    for i in 0..<size { choices = choices * Double(count - 1 - i) / Double(i + 1) }
    return 1 / (Double(count) * choices)
  }
}
