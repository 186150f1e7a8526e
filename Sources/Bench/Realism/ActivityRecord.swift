internal import Numerics

/// How the grown-up people of a home spend their days.
public struct ActivityRecord: Sendable {
  /// One stretch of one thing that one person did.
  public struct Bout: Sendable {
    /// As the truth names it: `sleep`, `eat`.
    public var activity: String
    public var minutes: Double
    /// The hour of the day in which it began, 0...23.
    public var startHour: Int

    public init(activity: String, minutes: Double, startHour: Int) {
      self.activity = activity
      self.minutes = minutes
      self.startHour = startHour
    }
  }

  let bouts: [Bout]
  let personDays: Double

  /// Who is out for longer is on a journey, whose nights and meals nobody wrote down.
  static let journeyMinutesMin = 20.0 * 60

  /// In which order they follow each other; nil where that is not asked.
  let chain: ActivityChain?

  /// - Parameters:
  ///   - bouts: as they ended.
  ///   - personDays: people times days; journeys are taken out of both.
  ///   - hasChain: whether they are one person's, who lives alone and goes to work.
  public init(bouts: [Bout], personDays: Double, hasChain: Bool = false) {
    func isJourney(_ bout: Bout) -> Bool {
      bout.activity == "away" && bout.minutes >= Self.journeyMinutesMin
    }
    self.bouts = bouts.filter { !isJourney($0) }
    let journeys = bouts.filter(isJourney).reduce(0) { $0 + $1.minutes }
    self.personDays = max(personDays - journeys / 1440, 0)
    chain =
      hasChain ? ActivityChain(bouts: self.bouts, days: self.personDays) : nil
  }

  func hoursPerDay(_ activities: [String]) -> Double? {
    guard personDays > 0 else { return nil }
    let minutes = bouts.filter { activities.contains($0.activity) }.reduce(0) { $0 + $1.minutes }
    return minutes / 60 / personDays
  }

  /// The median length, of stretches that last at least so long.
  func median(_ activity: String, from minutes: Double) -> Double? {
    Statistics.median(
      bouts.filter { $0.activity == activity && $0.minutes >= minutes }.map(\.minutes))
  }

  static let definitions: [FigureDefinition] = [
    figure("sleep", "h/day", "sleep of a grown-up person") { $0.hoursPerDay(["sleep"]) },
    figure("eating", "h/day", "eating and drinking at home") { $0.hoursPerDay(["eat"]) },
    figure("housework", "h/day", "cooking, cleaning, laundry") {
      $0.hoursPerDay(["cook", "chores", "laundry"])
    },
    figure("leisure", "h/day", "leisure at home") { $0.hoursPerDay(["relax"]) },
    figure("away", "h/day", "out of the home") { $0.hoursPerDay(["away"]) },
    figure("cooking", "min", "median length of cooking, of 15 min or more") {
      $0.median("cook", from: 15)
    },
  ]

  private static func figure(
    _ name: String, _ unit: String, _ meaning: String,
    _ value: @escaping @Sendable (ActivityRecord) -> Double?
  ) -> FigureDefinition {
    FigureDefinition(
      id: "people.\(name)", unit: unit, meaning: meaning, section: .activities,
      value: { $0.activities.flatMap(value) })
  }
}
