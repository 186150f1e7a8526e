public import Clockwork
public import Truth

/// What one resident does, one thing after the other, instead of what they would choose.
///
/// For an ablation: a world whose people do the same things for as long as they did, at hours that
/// mean nothing. Appointments are forgotten; what is done in the course of an activity, what it
/// switches on and what follows for the home stay as they are.
public struct ActivityScript: Sendable {
  public struct Part: Hashable, Sendable {
    public var activity: Activity
    public var length: SimDuration

    public init(_ activity: Activity, _ length: SimDuration) {
      self.activity = activity
      self.length = length
    }
  }

  private let parts: [Part]
  private var next = 0

  /// - Parameter parts: done again from the first one on when the last is over; none for somebody
  ///   who goes on as they choose, without appointments.
  public init(_ parts: [Part]) { self.parts = parts }

  mutating func takeNext() -> Part? {
    guard !parts.isEmpty else { return nil }
    defer { next = (next + 1) % parts.count }
    return parts[next]
  }
}

extension Household {
  /// Lets the residents do what stands in their scripts as soon as what they are about is over.
  ///
  /// Small children still go out with the last adult, and come with the first.
  ///
  /// - Parameter scripts: one a resident.
  public mutating func follow(_ scripts: [ActivityScript], at now: SimTime) {
    precondition(scripts.count == people.count, "a script for each resident")
    self.scripts = scripts
    for resident in states.indices {
      states[resident].plan.forgetAppointments()
      states[resident].end = cutEnd(states[resident], now: now)
    }
  }

  var isScripted: Bool { !scripts.isEmpty }

  /// Does what comes next in the resident's script.
  ///
  /// - Returns: whether there was something.
  mutating func followScript(
    _ resident: Int, _ isArriving: Bool, _ chance: inout Chance, _ turn: inout Turn
  ) -> Bool {
    guard isScripted, let part = scripts[resident].takeNext() else { return false }
    // As long as it was, but for what walking and settling take.
    let law = DurationLaw.normal(mean: part.length.seconds / 60, sd: 0.1)
    switch part.activity {
    case .away:
      let isLong = part.length > Self.longOuting
      prepareToLeave(resident, law: law, for: isLong ? .duty : .outing, &chance, &turn)
    case .sleep where part.length > Self.longSleep:
      states[resident].plan = DayPlan()
      states[resident].isNight = true
      begin(resident, .sleep, law: law, isArriving: isArriving, &chance, &turn)
    default:
      begin(resident, part.activity, law: law, isArriving: isArriving, &chance, &turn)
    }
    return true
  }

  /// Longer ones are work or a journey, longer sleep is no nap (assumed).
  private static let longOuting = SimDuration.hours(4)
  private static let longSleep = SimDuration.hours(3)
}

extension DayPlan {
  mutating func forgetAppointments() {
    (leave, cook, dinner, bed) = (.none, .none, .none, .none)
    (habit, journey) = (.none, .none)
  }
}
