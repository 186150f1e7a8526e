/// What a group of figures is about.
public enum FigureSection: String, CaseIterable, Sendable {
  case load
  case appliances
  case activities
  case sensors
  case links

  public var title: String {
    switch self {
    case .load: "Electric load"
    case .appliances: "Appliances"
    case .activities: "People"
    case .sensors: "Sensors"
    case .links: "Radio links"
    }
  }
}

/// A number that a home has and that measured homes have too.
public struct FigureDefinition: Sendable {
  /// As bands name it: the section's own part, a point, the figure.
  public let id: String
  public let unit: String
  public let meaning: String
  public let section: FigureSection
  /// nil for a home that has no such figure: no such appliance, too short a time.
  public let value: @Sendable (HomeRecord) -> Double?

  /// All that is known, in the order of reports.
  public static let all: [FigureDefinition] =
    LoadFigures.definitions + ApplianceRecord.definitions + ActivityRecord.definitions
    + ActivityChain.definitions + SensorNoise.definitions
}
