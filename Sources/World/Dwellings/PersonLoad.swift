public import Truth

/// What people give off in one room, summed over those present.
public struct PersonLoad: Hashable, Sendable {
  /// Sensible heat, W.
  public var sensibleW: Double
  /// Water vapour, g/h.
  public var vapourGramsPerHour: Double
  /// Carbon dioxide, litres per minute at 20 °C.
  public var co2LitresPerMinute: Double
  /// How many are awake, and how many of them clean.
  public var wakingCount = 0.0
  public var cleanerCount = 0.0

  /// Nobody.
  public static let none = PersonLoad(
    sensibleW: 0, vapourGramsPerHour: 0, co2LitresPerMinute: 0)

  public init(sensibleW: Double, vapourGramsPerHour: Double, co2LitresPerMinute: Double) {
    self.sensibleW = sensibleW
    self.vapourGramsPerHour = vapourGramsPerHour
    self.co2LitresPerMinute = co2LitresPerMinute
  }

  /// One adult at an activity.
  ///
  /// Heat: ASHRAE Handbook Fundamentals 2021, chapter 18, table 1 (adjusted for 2.45 MJ/kg of
  /// vapour). CO2: Persily and de Jonge, *Indoor Air* 27 (2017), table 4, at 0.95, 1.2, 1.3, 1.6
  /// and 2.0 met. What a cook's pans and a bather's shower add comes with those appliances.
  public init(_ activity: Activity) {
    switch activity {
    case .sleep: self.init(sensibleW: 45, vapourGramsPerHour: 40, co2LitresPerMinute: 0.23)
    case .relax, .eat, .fallen:
      self.init(sensibleW: 70, vapourGramsPerHour: 55, co2LitresPerMinute: 0.29)
    case .work: self.init(sensibleW: 72, vapourGramsPerHour: 62, co2LitresPerMinute: 0.31)
    case .hygiene: self.init(sensibleW: 75, vapourGramsPerHour: 80, co2LitresPerMinute: 0.38)
    case .cook, .chores, .laundry:
      self.init(sensibleW: 80, vapourGramsPerHour: 118, co2LitresPerMinute: 0.48)
    case .away: self = .none
    }
    wakingCount = activity == .sleep || activity == .away ? 0 : 1
    cleanerCount = activity == .chores ? 1 : 0
  }

  /// The same of a person of an age.
  ///
  /// What people give off goes with their basal metabolic rate: by Schofield's equations (*Human
  /// Nutrition: Clinical Nutrition* 39C, 1985), which Persily and de Jonge use, a child of 32 kg
  /// has 4.9 and one of 56 kg 6.5 MJ/day, the mean of both sexes, against an adult's 7.4 at 78 kg.
  public func scaled(toAge age: Int) -> PersonLoad {
    let factor = age < 11 ? 0.66 : age < 16 ? 0.88 : 1
    var load = self
    load.sensibleW *= factor
    load.vapourGramsPerHour *= factor
    load.co2LitresPerMinute *= factor
    return load
  }

  /// Adds another person.
  public static func += (a: inout Self, b: Self) {
    a.sensibleW += b.sensibleW
    a.vapourGramsPerHour += b.vapourGramsPerHour
    a.co2LitresPerMinute += b.co2LitresPerMinute
    a.wakingCount += b.wakingCount
    a.cleanerCount += b.cleanerCount
  }
}
