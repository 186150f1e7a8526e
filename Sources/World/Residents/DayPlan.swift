internal import Clockwork
internal import Quantities

/// A routine event whose time is drawn but not yet reached.
struct Appointment {
  /// Minutes after `origin`.
  var law: DurationLaw
  var origin: SimTime
  /// `.distantFuture` when there is none.
  var time: SimTime

  static let none = Appointment(law: .open, origin: .distantPast, time: .distantFuture)

  var isPending: Bool { time != .distantFuture }

  init(law: DurationLaw, origin: SimTime, time: SimTime) {
    self.law = law
    self.origin = origin
    self.time = time
  }

  /// Draws a time of day.
  init(minute: Double, sd: Double, midnight: SimTime, uniform: Double) {
    law = .normal(mean: minute, sd: sd)
    origin = midnight
    time = law.end(from: midnight, uniform: uniform, now: midnight)
  }

  /// Draws again, given that it has not happened by `now`.
  mutating func redraw(uniform: Double, now: SimTime) {
    guard isPending, time > now else { return }
    time = law.end(from: origin, uniform: uniform, now: now)
  }
}

/// What a resident means to do at set times of one waking day.
struct DayPlan {
  var leave = Appointment.none
  var cook = Appointment.none
  var dinner = Appointment.none
  var bed = Appointment.none
  /// A weekly habit, and which one.
  var habit = Appointment.none
  var habitNumber = 0
  /// The departure of a household's journey, and when it comes home.
  var journey = Appointment.none
  var journeyEnd = SimTime.distantFuture
  /// Which habits the day follows for this person.
  var isWorkday = false
  /// Whether its work is a night's, after which sleep is due.
  var isNightShift = false
  var dayNumber = 0
  var midnight = SimTime.distantPast
  var hasShowered = false
  /// Whether the person has washed for the night.
  var isReadyForBed = false

  /// The next appointment that cuts an activity at home short.
  var next: SimTime {
    min(
      min(min(leave.time, cook.time), min(dinner.time, bed.time)), min(habit.time, journey.time))
  }
}
