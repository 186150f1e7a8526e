public import Clockwork
public import Telemetry

/// Scores matches against the same pattern on the ideal wire.
///
/// A match hits when its pattern and room agree and its start lies within ``tolerance``; each ideal
/// match can be hit once.
public enum PatternScorer {
  public static let tolerance = SimDuration.minutes(5)
  public static let patterns: [PatternKind] = [.temperatureAlert, .windowOpenWhileHeating]

  public static let definitions: [ScoreDefinition] = patterns.flatMap { pattern in
    let name = pattern.name.split(separator: "-").joined(separator: "_")
    return [
      ScoreDefinition(
        "patterns.\(name).f1_ratio", stage: "patterns", unit: "1", better: .higher, .f1,
        players: [.null, .random, .oracle], oracle: .bound, isHeadline: true,
        meaning: "F1 of matches against the same pattern on the ideal wire. Null: an alarm "
          + "whenever the pattern's first condition begins to hold; random: our matches in another "
          + "room; oracle: the pattern on the ideal wire, 1 by definition."),
      ScoreDefinition(
        "patterns.\(name).delay_s", stage: "patterns", unit: "s", better: .lower, .ratio,
        players: [.oracle],
        meaning: "Mean time from the last event of an ideal match to the moment we said so, over "
          + "the hits; oracle: 0, it says so at the event. No skill: whoever hits the easy ones "
          + "only is quick."),
    ]
  }

  /// The same match elsewhere, as the random player says it.
  public static func inNextRoom(_ match: PatternMatch, roomCount: Int) -> PatternMatch {
    var other = match
    other.room = RoomIndex((match.room.index + 1) % roomCount)
    return other
  }

  /// Adds one player's matches of a stretch of one home; both lists in order of their end.
  public static func add(
    matches: [PatternMatch], ideal: [PatternMatch], player: Player, dayOf: (SimTime) -> Int,
    to board: inout ScoreBoard, firstScore base: Int
  ) {
    var account = PatternAccount(player)
    account.take(matches: matches, ideal: ideal)
    account.settle(upTo: .distantFuture, dayOf: dayOf, to: &board, firstScore: base)
  }
}
