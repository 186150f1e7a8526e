/// How many of the true events were found, how late, and how often there was an alarm for nothing.
///
/// Points are never adjusted: an alarm vouches for itself only, not for its event's other rows.
public struct EventAccount: Hashable, Sendable {
  public var eventCount: Int
  public var foundCount: Int
  /// Episodes that touch no event.
  public var falseEpisodeCount: Int
  /// From each found event's first row to its first alarmed row, in order of events.
  public var delays: [Int]

  /// - Parameters:
  ///   - episodes: rows of each alarm, in order and apart.
  ///   - events: rows of each true event, in order and apart.
  public init(episodes: [ClosedRange<Int>], events: [ClosedRange<Int>]) {
    delays = events.compactMap { event in
      episodes.first { $0.overlaps(event) }
        .map { max($0.lowerBound, event.lowerBound) - event.lowerBound }
    }
    eventCount = events.count
    foundCount = delays.count
    falseEpisodeCount = episodes.count { episode in !events.contains { $0.overlaps(episode) } }
  }

  /// Nil without events.
  public var recall: Double? {
    eventCount > 0 ? Double(foundCount) / Double(eventCount) : nil
  }

  /// Rows of alarm become episodes; what lies at most `gapMax` quiet rows apart is one.
  public static func episodes(alarms: [Bool], gapMax: Int) -> [ClosedRange<Int>] {
    var episodes: [ClosedRange<Int>] = []
    for row in alarms.indices where alarms[row] {
      if let last = episodes.last, row - last.upperBound - 1 <= gapMax {
        episodes[episodes.count - 1] = last.lowerBound...row
      } else {
        episodes.append(row...row)
      }
    }
    return episodes
  }
}
