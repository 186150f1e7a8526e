/// When a person's work begins, week after week.
@frozen public enum ShiftPattern: UInt8, CaseIterable, Sendable {
  /// Five days from Monday, in the morning.
  case day = 0
  case evening = 1
  case night = 2
  /// A week of early, then of evening, then of night shifts.
  case rotating = 3
}

/// One working day: when a person leaves and for how long.
struct Duty {
  /// Minutes of the day.
  var leaveMinute: Double
  var absenceMinutes: Double

  /// Begins in the evening and ends in the morning.
  var isNight: Bool { leaveMinute + absenceMinutes > 1440 + 240 }
  /// When the person is back, minutes after the midnight with which the day began.
  var returnMinute: Double { leaveMinute + absenceMinutes }

  /// Whether, on the morning after a night shift, the person has gone to bed.
  func isOver(at moment: LocalMoment) -> Bool {
    moment.minuteOfDay + 1440 > returnMinute + 60
  }
}

extension Persona {
  /// Leaving for shifts of 6, 14 and 22 h, minutes of the day.
  private static let shiftLeaves = (early: 315.0, evening: 795.0, night: 1275.0)

  /// What a person has to do on a day; nil on a free one.
  ///
  /// People on shifts work on public holidays too.
  /// - Parameters:
  ///   - day: civil days since 1970-01-01, a Thursday.
  ///   - kind: which habits the day follows.
  func duty(on day: Int, kind: DayKind) -> Duty? {
    guard role != .retired, workWeekdays & 1 << UInt8(Self.weekday(of: day) - 1) != 0 else {
      return nil
    }
    if shifts != .day { return shiftDuty(on: day) }
    guard kind == .workday else { return nil }
    return Duty(leaveMinute: leaveMinute, absenceMinutes: absenceMinutes)
  }

  private func shiftDuty(on day: Int) -> Duty {
    let leaves = Self.shiftLeaves
    // Weeks begin on Mondays.
    let week = (day + 3) / 7
    let leave =
      switch shifts {
      case .day: leaveMinute
      case .evening: leaves.evening
      case .night: leaves.night
      case .rotating: [leaves.early, leaves.evening, leaves.night][(week + shiftWeek) % 3]
      }
    return Duty(leaveMinute: leave, absenceMinutes: absenceMinutes)
  }

  /// 1 for Monday to 7 for Sunday.
  static func weekday(of day: Int) -> Int { (day + 3) % 7 + 1 }
}
