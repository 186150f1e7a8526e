internal import Truth

/// How people fill the time between their appointments: a semi-Markov process.
///
/// When an activity ends, the next one is drawn with a probability that depends on role, kind of
/// day, hour, the activity that ended, and the time since the last meal and wash; its length is
/// then drawn from a law that depends on activity and hour. Routine events (work, sleep, the shared
/// dinner) are placed first and these activities fill the gaps, as in Yamaguchi and Shimoda, J.
/// Building Performance Simulation 10, 2017. Start probabilities by hour and Weibull or lognormal
/// lengths follow Wilke et al., Building and Environment 60, 2013.
///
/// The weights below are ours, tuned so that simulated days meet the American Time Use Survey 2019
/// (persons of 15 and over, average day: sleep 8.8 h, leisure and sports 5.2 h, household
/// activities 1.8 h, eating and drinking 1.2 h; 7.7 h of work on days worked) and the Spanish part
/// of HETUS 2009-10 (sleep 8:41, eating 1:58, other personal care 0:52).
enum TimeUse {
  /// The hours at which a row of weights begins to hold.
  static let binStarts: [Double] = [0, 6, 9, 12, 14, 17, 20, 22]

  /// What can be drawn, in the order of the weights' columns.
  static let choices: [Activity] = [
    .hygiene, .cook, .eat, .relax, .work, .chores, .laundry, .away, .sleep,
  ]

  static func bin(minute: Double) -> Int {
    var bin = 0
    while bin + 1 < binStarts.count, minute >= binStarts[bin + 1] * 60 { bin += 1 }
    return bin
  }

  // Columns: hygiene, cook, eat, relax, work, chores, laundry, away, sleep (naps).
  private static let employedWorkday: [[Double]] = [
    [2.0, 0.0, 0.6, 4.0, 0.1, 0.3, 0.00, 0.0, 2.0],
    [5.0, 0.2, 5.0, 2.0, 0.2, 0.8, 0.20, 0.1, 0.0],
    [1.0, 0.3, 1.0, 2.5, 0.8, 1.5, 0.50, 2.0, 0.0],
    [0.8, 1.0, 3.0, 1.8, 0.6, 1.0, 0.30, 1.5, 0.1],
    [1.0, 0.2, 0.5, 2.8, 0.5, 1.5, 0.50, 1.6, 0.1],
    [1.1, 0.2, 0.5, 3.6, 0.3, 1.5, 0.55, 0.9, 0.0],
    [0.8, 0.1, 0.4, 5.0, 0.3, 0.9, 0.30, 0.4, 0.0],
    [1.0, 0.0, 0.2, 5.0, 0.2, 0.3, 0.05, 0.05, 0.0],
  ]

  private static let freeDay: [[Double]] = [
    [2.0, 0.0, 0.5, 4.5, 0.1, 0.1, 0.00, 0.1, 2.0],
    [4.0, 0.5, 4.5, 2.5, 0.2, 1.0, 0.30, 0.4, 0.2],
    [2.0, 0.5, 2.5, 2.2, 0.3, 1.8, 0.70, 1.7, 0.0],
    [0.8, 1.5, 3.0, 2.0, 0.3, 1.2, 0.40, 1.6, 0.1],
    [0.8, 0.3, 0.5, 2.8, 0.3, 1.4, 0.50, 2.0, 0.2],
    [1.0, 0.2, 0.5, 3.4, 0.2, 1.1, 0.40, 1.2, 0.0],
    [0.8, 0.1, 0.4, 5.0, 0.2, 0.6, 0.20, 0.7, 0.0],
    [1.0, 0.0, 0.2, 5.0, 0.1, 0.2, 0.05, 0.2, 0.0],
  ]

  private static let homeWorkday: [[Double]] = [
    [2.0, 0.0, 0.6, 4.0, 0.2, 0.3, 0.00, 0.0, 2.0],
    [4.0, 0.2, 5.0, 0.9, 4.0, 0.6, 0.20, 0.2, 0.0],
    [0.7, 0.1, 0.7, 0.6, 10.0, 0.5, 0.30, 0.3, 0.0],
    [0.6, 1.2, 3.5, 0.7, 7.0, 0.4, 0.20, 0.6, 0.0],
    [0.7, 0.1, 0.5, 0.8, 9.0, 0.6, 0.30, 0.5, 0.0],
    [0.9, 0.2, 0.5, 3.4, 1.0, 1.2, 0.45, 1.2, 0.0],
    [0.8, 0.1, 0.4, 5.0, 0.5, 0.8, 0.25, 0.5, 0.0],
    [1.0, 0.0, 0.2, 5.0, 0.3, 0.3, 0.05, 0.1, 0.0],
  ]

  /// For children and students, work is homework.
  private static let studentDay: [[Double]] = [
    [2.0, 0.0, 0.6, 4.0, 0.1, 0.0, 0.00, 0.0, 2.0],
    [5.0, 0.0, 5.0, 2.5, 0.2, 0.3, 0.00, 0.1, 0.0],
    [1.2, 0.1, 2.0, 4.0, 0.8, 0.4, 0.05, 1.2, 0.0],
    [0.8, 0.4, 3.0, 3.5, 0.7, 0.4, 0.05, 1.2, 0.0],
    [0.8, 0.1, 0.8, 4.2, 2.0, 0.5, 0.05, 1.3, 0.0],
    [0.9, 0.1, 0.5, 4.2, 1.5, 0.5, 0.05, 0.7, 0.0],
    [0.9, 0.0, 0.3, 5.0, 0.6, 0.2, 0.02, 0.2, 0.0],
    [1.0, 0.0, 0.2, 5.0, 0.3, 0.1, 0.00, 0.1, 0.0],
  ]

  private static let retiredDay: [[Double]] = [
    [2.0, 0.0, 0.5, 4.0, 0.0, 0.1, 0.00, 0.0, 3.0],
    [4.0, 0.4, 5.0, 2.2, 0.0, 1.2, 0.30, 0.1, 0.0],
    [1.0, 0.5, 1.2, 2.8, 0.2, 2.0, 0.55, 1.8, 0.0],
    [0.7, 2.2, 3.5, 1.8, 0.1, 1.0, 0.30, 0.9, 0.5],
    [0.8, 0.3, 0.7, 3.5, 0.2, 1.4, 0.40, 1.5, 0.6],
    [0.9, 0.3, 0.6, 4.2, 0.1, 1.0, 0.25, 0.4, 0.1],
    [0.9, 0.1, 0.4, 5.5, 0.1, 0.5, 0.10, 0.2, 0.0],
    [1.0, 0.0, 0.2, 5.0, 0.0, 0.2, 0.00, 0.0, 0.0],
  ]

  static func weights(role: Role, isWorkday: Bool, bin: Int) -> [Double] {
    switch role {
    case .employed: isWorkday ? employedWorkday[bin] : freeDay[bin]
    case .homeWorker: isWorkday ? homeWorkday[bin] : freeDay[bin]
    case .student: studentDay[bin]
    case .retired: retiredDay[bin]
    }
  }

  /// How much likelier a choice becomes right after an activity; 1 where nothing is said.
  static func affinity(from last: Activity, to next: Activity) -> Double {
    switch (last, next) {
    case (.cook, .eat): 40
    case (.cook, _): next == .cook ? 0 : 0.15
    case (.eat, .chores): 2.2
    case (.eat, .hygiene): 1.8
    case (.eat, .cook), (.eat, .eat), (.eat, .sleep): 0
    case (.sleep, .hygiene): 4
    case (.sleep, .sleep), (.sleep, .away): 0
    case (.sleep, .chores), (.sleep, .laundry): 0.3
    case (.hygiene, .hygiene), (.laundry, .laundry), (.away, .away): 0.03
    case (.hygiene, .sleep): 0.5
    case (.work, .work): 0.6
    case (.chores, .chores): 0.5
    case (.relax, .relax): 0.6
    default: 1
    }
  }

  /// The length of an activity that begins at a minute of the day.
  static func law(of activity: Activity, minute: Double) -> DurationLaw {
    switch activity {
    case .sleep: .normal(mean: 45, sd: 18)
    case .hygiene: .lognormal(median: minute < 600 ? 15 : 9, sigma: 0.55)
    case .cook: .lognormal(median: minute < 600 ? 10 : 26, sigma: 0.45)
    case .eat: .lognormal(median: minute < 600 ? 17 : minute > 1020 ? 34 : 25, sigma: 0.4)
    case .relax: .weibull(scale: minute < 600 ? 30 : minute < 1020 ? 55 : 80, shape: 1.15)
    case .work: .weibull(scale: 95, shape: 1.5)
    case .chores: .weibull(scale: 34, shape: 1.1)
    case .laundry: .lognormal(median: 11, sigma: 0.5)
    case .away: .weibull(scale: minute < 1020 ? 130 : 105, shape: 1.15)
    // Nobody chooses to lie on the floor; how long they do is the incident's.
    case .fallen: .open
    }
  }
}
