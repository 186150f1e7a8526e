/// Finds a smallest part of a failing list that still fails.
public enum DeltaDebugging {
  /// Takes away as many items as it can while the rest still fails.
  ///
  /// The result is 1-minimal: without any single item of it the failure is gone. Smaller lists that
  /// fail may exist where the failure is not monotone; none is one item away.
  ///
  /// - Parameters:
  ///   - items: a list that fails.
  ///   - fails: whether a list, in the order of `items`, still fails.
  /// - Source: Zeller and Hildebrandt 2002, "Simplifying and isolating failure-inducing input",
  ///   IEEE TSE 28(2), figure 2 (`ddmin`).
  public static func minimise<Item>(
    _ items: [Item], fails: ([Item]) throws -> Bool
  ) rethrows -> [Item] {
    if items.isEmpty { return items }
    if try fails([]) { return [] }
    var current = items
    var chunkCount = 2
    while current.count > 1 {
      let chunks = split(current, into: chunkCount)
      if let chunk = try chunks.first(where: fails) {
        current = chunk
        chunkCount = 2
      } else if chunkCount > 2, let rest = try complements(of: chunks).first(where: fails) {
        // With two chunks the complements are the chunks themselves.
        current = rest
        chunkCount = max(chunkCount - 1, 2)
      } else if chunkCount < current.count {
        chunkCount = min(2 * chunkCount, current.count)
      } else {
        break
      }
    }
    return current
  }

  /// The least whole number of a range that still fails, if larger ones do too.
  ///
  /// Where they do not, a number that fails and whose lower neighbour does not.
  ///
  /// - Parameters:
  ///   - range: its upper end fails.
  public static func smallest(
    in range: ClosedRange<Int>, fails: (Int) throws -> Bool
  ) rethrows -> Int {
    if range.count == 1 { return range.upperBound }
    if try fails(range.lowerBound) { return range.lowerBound }
    var (low, high) = (range.lowerBound, range.upperBound)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try fails(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private static func split<Item>(_ items: [Item], into count: Int) -> [[Item]] {
    (0..<count).map { index in
      Array(items[(items.count * index / count)..<(items.count * (index + 1) / count)])
    }.filter { !$0.isEmpty }
  }

  private static func complements<Item>(of chunks: [[Item]]) -> [[Item]] {
    chunks.indices.map { left in
      chunks.indices.filter { $0 != left }.flatMap { chunks[$0] }
    }
  }
}
