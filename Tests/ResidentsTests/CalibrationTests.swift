import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// What 200 home-weeks look like, gathered once for all tests of this suite.
struct Survey {
  /// By role and whether it was a workday.
  var budgets: [[TimeBudget]]
  var startsPerDay = [Double](repeating: 0, count: HouseholdUse.allCases.count)
  var startsByHour = [[Double]](
    repeating: [Double](repeating: 0, count: 24), count: HouseholdUse.allCases.count)
  var eventsPerDay = 0.0
  var speechPerDay = 0.0
  var windowsPerDay = 0.0
  var setpointsPerDay = 0.0
  var lampsPerDay = 0.0
  /// Share of people at home and awake, by half hour of workdays.
  var homeShare = [Double](repeating: 0, count: 48)
  var classCounts = [Int](repeating: 0, count: 4)
  var texts: [SpokenTruth] = []

  static let days = 7
  static let homes = 200
  static let shared = Survey()

  init() {
    let pair = [TimeBudget](repeating: TimeBudget(), count: 2)
    budgets = [[TimeBudget]](repeating: pair, count: Role.allCases.count)
    var samples = 0.0
    for home in 0..<Survey.homes {
      let kind = fleetMix[home % fleetMix.count]
      samples += visit(home, kind)
    }
    let homeDays = Double(Survey.homes * Survey.days)
    for use in startsPerDay.indices {
      startsPerDay[use] /= homeDays
      for hour in 0..<24 { startsByHour[use][hour] /= homeDays }
    }
    eventsPerDay /= homeDays
    speechPerDay /= homeDays
    windowsPerDay /= homeDays
    setpointsPerDay /= homeDays
    lampsPerDay /= homeDays
    for slot in homeShare.indices { homeShare[slot] /= samples }
  }

  /// Lives a week in one home; returns the person-workdays seen.
  private mutating func visit(_ home: Int, _ kind: HouseholdKind) -> Double {
    // The first day is for settling in.
    let from = Cottage.start + .days(1)
    let end = from + .days(Int64(Survey.days))
    var cottage = Cottage(kind: kind, seed: 7, home: home)
    let people = cottage.household.people
    var since = [SimTime](repeating: Cottage.start, count: people.count)
    var doing = people.indices.map { cottage.household.activity(of: ResidentIndex($0)) }
    var spans: [(resident: Int, Activity, SimTime, SimTime)] = []
    var survey = self
    cottage.live(until: end) { time, request, _ in
      let resident = request.resident.index
      switch request.action {
      case .begin(let activity, _):
        spans.append((resident, doing[resident], since[resident], time))
        since[resident] = time
        doing[resident] = activity
      case .start(let use, _, _) where time >= from:
        survey.startsPerDay[Int(use.rawValue)] += 1
        survey.startsByHour[Int(use.rawValue)][LocalMoment.of(time).secondOfDay / 3600] += 1
      case .speak(let spoken) where time >= from:
        survey.speechPerDay += 1
        survey.classCounts[Int(spoken.phraseClass.rawValue)] += 1
        survey.texts.append(spoken)
      case .moveWindow(_, isOpen: true) where time >= from: survey.windowsPerDay += 1
      case .setHeating where time >= from: survey.setpointsPerDay += 1
      case .switchLamp(_, isOn: true) where time >= from: survey.lampsPerDay += 1
      default: break
      }
    }
    let settledShare = Double(Survey.days) / Double(Survey.days + 1)
    survey.eventsPerDay += Double(cottage.eventCount) * settledShare
    for resident in people.indices {
      spans.append((resident, doing[resident], since[resident], end))
    }
    var personWorkdays = 0.0
    for (resident, activity, start, stop) in spans {
      let role = Int(people[resident].role.rawValue)
      for day in 0..<Survey.days {
        let dayStart = from + .days(Int64(day))
        let isFree = LocalMoment.of(dayStart).dayKind.isFree
        let low = max(start, dayStart)
        let high = min(stop, dayStart + .days(1))
        guard low < high else { continue }
        survey.budgets[role][isFree ? 1 : 0].hours[Int(activity.rawValue)] += (high - low).hours
        if !isFree, activity != .away, activity != .sleep {
          for slot in 0..<48 {
            let middle = dayStart + .minutes(Int64(slot * 30 + 15))
            if low <= middle, middle < high { survey.homeShare[slot] += 1 }
          }
        }
      }
    }
    for person in people {
      for day in 0..<Survey.days {
        let isFree = LocalMoment.of(from + .days(Int64(day))).dayKind.isFree
        survey.budgets[Int(person.role.rawValue)][isFree ? 1 : 0].dayCount += 1
        if !isFree { personWorkdays += 1 }
      }
    }
    self = survey
    return personWorkdays
  }

  /// Hours a day over all days of a week for a set of roles.
  func mean(_ activity: Activity, roles: [Role]) -> Double {
    var hours = 0.0
    var days = 0.0
    for role in roles {
      for budget in budgets[Int(role.rawValue)] {
        hours += budget.hours[Int(activity.rawValue)]
        days += budget.dayCount
      }
    }
    return hours / days
  }

  func starts(_ use: HouseholdUse) -> Double { startsPerDay[Int(use.rawValue)] }
}

@Suite struct CalibrationTests {
  let survey = Survey.shared
  let grown: [Role] = [.employed, .homeWorker, .retired]

  /// ATUS 2019, persons of 15 and over, average day: sleep 8.8 h, eating 1.2 h (away included),
  /// household activities 1.8 h; HETUS 2009-10 (Spain): sleep 8.7 h, other personal care 0.9 h.
  @Test func daysMeetTimeUseSurveys() {
    #expect((8.2...9.0).contains(survey.mean(.sleep, roles: grown)))
    #expect((0.9...1.4).contains(survey.mean(.eat, roles: grown)))
    #expect((0.6...1.0).contains(survey.mean(.hygiene, roles: grown)))
    let household =
      survey.mean(.cook, roles: grown) + survey.mean(.chores, roles: grown)
      + survey.mean(.laundry, roles: grown)
    #expect((1.4...2.4).contains(household))
    #expect((3.7...5.8).contains(survey.mean(.relax, roles: grown)))
  }

  @Test func workdaysAreSpentAtWork() {
    let employed = survey.budgets[Int(Role.employed.rawValue)]
    #expect((8.5...10.5).contains(employed[0][.away]))
    #expect((3...5.5).contains(employed[1][.away]))
    #expect((7.4...8.4).contains(employed[0][.sleep]))
    #expect(employed[1][.sleep] > employed[0][.sleep] + 0.6)
    let homeWorker = survey.budgets[Int(Role.homeWorker.rawValue)]
    #expect((6.5...8.6).contains(homeWorker[0][.work]))
    #expect(homeWorker[0][.away] < 2.5)
    let retired = survey.budgets[Int(Role.retired.rawValue)]
    #expect((2.5...4.6).contains(retired[0][.away]))
    #expect((8.6...9.4).contains(retired[0][.sleep]))
    let student = survey.budgets[Int(Role.student.rawValue)]
    #expect((7...9.5).contains(student[0][.away]))
    #expect((8.7...10.2).contains(student[0][.sleep]))
  }

  /// REFIT, UK-DALE and IDEAL homes: starts a home and day.
  @Test(arguments: [
    (HouseholdUse.kettle, 3.9...4.6), (.dishwasher, 0.30...0.74), (.washingMachine, 0.37...0.50),
    (.microwave, 1.6...2.7), (.shower, 0.9...1.8),
  ])
  func startsPerDayMeetMeasuredHomes(_ use: HouseholdUse, _ range: ClosedRange<Double>) {
    #expect(range.contains(survey.starts(use)), "\(use.name): \(survey.starts(use)) a day")
  }

  @Test func cookingPeaksInTheEvening() {
    let hob = survey.startsByHour[Int(HouseholdUse.hob.rawValue)]
    let peak = hob.indices.max { hob[$0] < hob[$1] } ?? 0
    #expect((16...19).contains(peak))
    #expect(hob[16...19].reduce(0, +) > 0.45 * hob.reduce(0, +))
  }

  @Test func presenceOfTheAwakeFollowsTheDay() {
    let share = survey.homeShare
    #expect(share[6] < 0.05, "03:15")
    #expect(share[14] > 0.35, "07:15")
    #expect((0.12...0.4).contains(share[26]), "13:15")
    #expect(share[38] > 0.7, "19:15")
    #expect(share[47] < 0.35, "23:45")
  }

  @Test func eventsAndRequestsStayFew() {
    #expect(survey.eventsPerDay < 200, "\(survey.eventsPerDay) events a home-day")
    #expect((2...12).contains(survey.speechPerDay))
    #expect((0.4...4).contains(survey.windowsPerDay))
    #expect((0.1...2).contains(survey.setpointsPerDay))
    #expect((6...30).contains(survey.lampsPerDay))
  }

  @Test func phraseClassesAllOccur() {
    let total = Double(survey.classCounts.reduce(0, +))
    for phraseClass in PhraseClass.allCases {
      let share = Double(survey.classCounts[Int(phraseClass.rawValue)]) / total
      #expect((0.04...0.55).contains(share), "\(phraseClass.name): \(share)")
    }
  }

  @Test func utterancesAreFilledAndMeantForThisHome() {
    #expect(survey.texts.count > 2000)
    let wrong = survey.texts.filter { !isSound($0) }.map(\.text)
    #expect(wrong.isEmpty)
  }

  private func isSound(_ spoken: SpokenTruth) -> Bool {
    if spoken.text.isEmpty || spoken.text.utf8.contains(UInt8(ascii: "{")) { return false }
    guard let intent = spoken.intent else { return spoken.phraseClass == .impossible }
    if spoken.phraseClass == .impossible { return false }
    if let room = intent.room, room.index >= Cottage.layout.rooms.count { return false }
    if intent.target == .thermostat, intent.room != nil { return false }
    switch intent.action {
    case .setTemperature: return (14...29).contains(intent.value ?? 0)
    case .setLevel: return (0.05...1).contains(intent.value ?? 0)
    case .warmer, .cooler: return (0.5...3).contains(intent.value ?? 1)
    default: return intent.value == nil
    }
  }
}
