import Clockwork
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// What one resident did without a break is one row.
@Suite struct ActivityJoinTests {
  private func bout(
    _ resident: Int, _ activity: Activity, _ room: Int?, _ start: Int64, _ end: Int64
  ) -> ActivityJoin.Bout {
    ActivityJoin.Bout(
      resident: ResidentIndex(resident), activity: activity, room: room.map { RoomIndex($0) },
      start: SimTime(microseconds: start), end: SimTime(microseconds: end))
  }

  private func joined(_ pieces: [ActivityJoin.Bout]) -> [ActivityJoin.Bout] {
    var join = ActivityJoin()
    return pieces.compactMap { join.add($0) } + join.finish()
  }

  @Test func whatTouchesIsOne() {
    #expect(
      joined([bout(0, .relax, 1, 0, 5), bout(0, .relax, 1, 5, 9), bout(0, .eat, 1, 9, 10)])
        == [bout(0, .relax, 1, 0, 9), bout(0, .eat, 1, 9, 10)])
    // Somebody else in between, and a change of mind that took no time.
    #expect(
      joined([
        bout(0, .relax, 1, 0, 5), bout(1, .cook, 2, 1, 6), bout(0, .work, 1, 5, 5),
        bout(0, .relax, 1, 5, 9),
      ]) == [bout(0, .relax, 1, 0, 9), bout(1, .cook, 2, 1, 6)])
  }

  @Test func anythingElseIsAnother() {
    let pieces = [
      bout(0, .relax, 1, 0, 5), bout(0, .relax, 1, 6, 9), bout(0, .relax, 2, 9, 11),
      bout(0, .away, nil, 11, 12), bout(0, .sleep, 2, 12, 20),
    ]
    #expect(joined(pieces) == pieces)
  }
}
