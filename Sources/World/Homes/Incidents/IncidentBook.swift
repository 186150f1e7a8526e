internal import Clockwork
internal import Telemetry
internal import Truth

/// What goes wrong in a home: what is planned, what is so now, and what it leaves behind.
struct IncidentBook: Sendable {
  /// An incident under way.
  struct Active: Sendable {
    /// Its place among the planned.
    var place: Int
    var room: Int?
    var start: SimTime
    /// By its plan.
    var end: SimTime
  }

  /// How a machine fails now, whichever incident has it so.
  struct Failure: Sendable {
    var kind: IncidentKind
    var room: Int?
    var severity: Double
    var start: SimTime
  }

  /// Somebody who is in and does not live here.
  struct Intruder: Sendable {
    var place: Int
    var room: Int
    var stepCount: UInt64 = 0
  }

  let planned: [PlannedIncident]
  /// Where its own chance comes from.
  let key: RandomKey
  var active: [Active] = []
  /// Of each machine that fails; told when it fails in another way or no more.
  var failures: [Failure] = []
  /// Stoves that will be left on, by place: the next dish is the one.
  var armedStoves: [Int] = []
  /// The one of them whose dish is on the stove.
  var forgottenStove: Int?
  /// Open windows of which nobody thinks, a bit a room.
  var forgottenWindows: UInt16 = 0
  var intruder: Intruder?
  /// False in a copy with another future, to which only what has begun is known.
  private(set) var knowsFuture = true
  var bypass = MeterBypass()

  init(_ plan: IncidentPlan) {
    planned = plan.incidents
    key = plan.key
  }

  /// Nothing ever goes wrong here.
  var isEmpty: Bool { planned.isEmpty }

  mutating func forgetFuture() {
    knowsFuture = false
    armedStoves = []
    forgottenStove = nil
  }
}
