internal import Quantities

/// Scores alarms as the Numenta Anomaly Benchmark does.
///
/// Within a window only the best placed alarm counts and early is better; an alarm after a window
/// costs the more the further it lies, one before any window costs the full price. NAB pays for
/// alarms before the onset: it is told for comparison with published detectors only.
///
/// - Source: Lavin, Ahmad 2015, ICMLA, section II; `nab/sweeper.py` of the benchmark.
public struct NABScorer: Hashable, Sendable {
  public var profile: NABProfile

  public init(_ profile: NABProfile) { self.profile = profile }

  /// What alarms in one file earn.
  public struct Sum: Hashable, Sendable {
    public var raw = 0.0
    public var windowCount = 0

    public init() {}

    public static func + (a: Sum, b: Sum) -> Sum {
      var sum = a
      sum.raw += b.raw
      sum.windowCount += b.windowCount
      return sum
    }
  }

  /// 2 / (1 + e^5p) - 1, and -1 beyond p = 3.
  public static func sigmoid(_ position: Double) -> Double {
    position > 3 ? -1 : 2 / (1 + Elementary.exp(5 * position)) - 1
  }

  /// Rows at a file's beginning in which no alarm counts: 15 % of it, of 5,000 rows at most.
  public static func probationCount(rowCount: Int) -> Int { min(rowCount * 15 / 100, 750) }

  /// - Parameters:
  ///   - alarms: one a row.
  ///   - windows: first and last row of each labelled window, in order and apart.
  /// - Precondition: windows lie in the rows, in order and apart.
  public func sum(alarms: [Bool], windows: [ClosedRange<Int>]) -> Sum {
    precondition(
      windows.allSatisfy { $0.lowerBound >= 0 && $0.upperBound < alarms.count }
        && zip(windows, windows.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound },
      "windows lie in the rows, in order and apart")
    var best = [Double?](repeating: nil, count: windows.count)
    var sum = Sum()
    sum.windowCount = windows.count
    // How many windows have begun at or before the row.
    var begun = 0
    for row in alarms.indices {
      while begun < windows.count, windows[begun].lowerBound <= row { begun += 1 }
      guard alarms[row], row >= Self.probationCount(rowCount: alarms.count) else { continue }
      guard begun > 0 else {
        sum.raw -= profile.falsePositive
        continue
      }
      let window = windows[begun - 1]
      if window.contains(row) {
        let position = -Double(window.upperBound - row + 1) / Double(window.count)
        best[begun - 1] = max(best[begun - 1] ?? -1, Self.sigmoid(position))
      } else {
        // A window of one row has no width to measure by: what follows is far away.
        let width = Double(window.count - 1)
        let position = width > 0 ? Double(row - window.upperBound) / width : .infinity
        sum.raw += profile.falsePositive * Self.sigmoid(position)
      }
    }
    for value in best {
      if let value {
        sum.raw += profile.truePositive * value / Self.sigmoid(-1)
      } else {
        sum.raw -= profile.falseNegative
      }
    }
    return sum
  }

  /// 0 for a detector that says nothing, 100 for one that names each window at its first row and
  /// nothing else; nil without windows.
  public func normalised(_ sum: Sum) -> Double? {
    guard sum.windowCount > 0 else { return nil }
    let count = Double(sum.windowCount)
    let null = -profile.falseNegative * count
    return 100 * (sum.raw - null) / (profile.truePositive * count - null)
  }
}
