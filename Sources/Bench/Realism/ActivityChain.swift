/// In which order a person sleeps, washes, eats and goes out; what else they do in between is
/// looked over, for diaries differ in how finely they tell it.
///
/// A chain over four wants (after the order of activities in Wilke et al., Building and Environment
/// 60, 2013): each bout of another want than the one before counts as a step.
public struct ActivityChain: Sendable {
  enum Want: Int, CaseIterable, Sendable {
    case sleep
    /// Toilet, basin and shower.
    case wash
    /// Preparing a meal: cooking, and breakfast, which is prepared where it is eaten. Diaries tell
    /// of no other eating, so that a meal that is only warmed up, or bread, is looked over.
    case food
    case away

    /// Until when eating is breakfast, hours of the day; the diary's were prepared from 8:00
    /// to 10:30.
    private static let breakfastEnd = 11

    init?(_ bout: ActivityRecord.Bout) {
      switch bout.activity {
      case "sleep": self = .sleep
      case "hygiene": self = .wash
      case "cook": self = .food
      case "eat" where bout.startHour < Self.breakfastEnd: self = .food
      case "away": self = .away
      default: return nil
      }
    }
  }

  /// Steps from one want to another, row by row.
  private var steps = [Int](repeating: 0, count: Want.allCases.count * Want.allCases.count)
  private let days: Double

  /// - Parameters:
  ///   - bouts: of one person, in order of time.
  ///   - days: for how long they were watched.
  public init(bouts: [ActivityRecord.Bout], days: Double) {
    self.days = days
    var last: Want?
    for want in bouts.lazy.compactMap({ Want($0) }) where want != last {
      if let last { steps[last.rawValue * Want.allCases.count + want.rawValue] += 1 }
      last = want
    }
  }

  private func count(from want: Want) -> Int {
    steps[(want.rawValue * Want.allCases.count)...].prefix(Want.allCases.count).reduce(0, +)
  }

  /// How often one want follows another, of all that follow; nil where nothing did.
  func share(from first: Want, to next: Want) -> Double? {
    let all = count(from: first)
    return all > 0
      ? Double(steps[first.rawValue * Want.allCases.count + next.rawValue]) / Double(all) : nil
  }

  func perDay(_ want: Want) -> Double? { days > 0 ? Double(count(from: want)) / days : nil }

  static let definitions: [FigureDefinition] = [
    figure("washes", "1/day", "visits to the bathroom") { $0.perDay(.wash) },
    figure("outings", "1/day", "times out") { $0.perDay(.away) },
    figure("sleep_then_wash", "share", "of all sleep, how much the bathroom follows") {
      $0.share(from: .sleep, to: .wash)
    },
    figure("wash_then_sleep", "share", "of all visits to the bathroom, how many sleep follows") {
      $0.share(from: .wash, to: .sleep)
    },
    figure("wash_then_food", "share", "the same, of preparing a meal") {
      $0.share(from: .wash, to: .food)
    },
    figure("wash_then_away", "share", "the same, of going out") {
      $0.share(from: .wash, to: .away)
    },
    figure("food_then_wash", "share", "of all meals prepared, how many the bathroom follows") {
      $0.share(from: .food, to: .wash)
    },
    figure("away_then_wash", "share", "of all ways home, how many the bathroom follows") {
      $0.share(from: .away, to: .wash)
    },
  ]

  private static func figure(
    _ name: String, _ unit: String, _ meaning: String,
    _ value: @escaping @Sendable (ActivityChain) -> Double?
  ) -> FigureDefinition {
    FigureDefinition(
      id: "people.\(name)", unit: unit, meaning: meaning + ", of who lives alone and goes to work",
      section: .activities, value: { $0.activities?.chain.flatMap(value) })
  }
}
