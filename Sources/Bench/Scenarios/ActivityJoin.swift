internal import Clockwork
internal import Telemetry
internal import Truth

/// Makes one of what a resident did in a room without a break, though they took it up again.
///
/// Fingerprints and figures of realism are of the pieces, in which a home lives them.
struct ActivityJoin {
  struct Bout: Equatable {
    var resident: ResidentIndex
    var activity: Activity
    var room: RoomIndex?
    var start: SimTime
    var end: SimTime
  }

  /// By resident: what may go on.
  private var open: [Bout?] = []

  /// - Returns: what the new piece shows to be over.
  mutating func add(_ piece: Bout) -> Bout? {
    // Between two things that begin at one moment nothing was done.
    guard piece.end > piece.start else { return nil }
    let index = piece.resident.index
    while open.count <= index { open.append(nil) }
    if let last = open[index], last.end == piece.start, last.activity == piece.activity,
      last.room == piece.room
    {
      open[index]?.end = piece.end
      return nil
    }
    defer { open[index] = piece }
    return open[index]
  }

  /// At the end of a run, by resident.
  mutating func finish() -> [Bout] {
    defer { open = [] }
    return open.compactMap { $0 }
  }
}

extension TruthEvent {
  /// A piece of what a resident did; nil for all else.
  var bout: ActivityJoin.Bout? {
    guard case .activity(let resident, let activity, let room, let start, let end) = self else {
      return nil
    }
    return ActivityJoin.Bout(
      resident: resident, activity: activity, room: room, start: start, end: end)
  }

  init(_ bout: ActivityJoin.Bout) {
    self = .activity(bout.resident, bout.activity, bout.room, start: bout.start, end: bout.end)
  }
}
