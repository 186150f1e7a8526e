internal import Numerics

/// All that one kind of appliance did in a home.
public struct ApplianceRecord: Sendable {
  /// As files name it: `kettle`, `washing_machine`.
  public let kind: String
  public let startsPerDay: Double
  /// Medians over cycles; nil without one.
  public let minutes: Double?
  public let energyKWh: Double?

  /// - Parameter days: for how long it was watched, more than 0.
  public init(kind: String, cycles: [(minutes: Double, energyKWh: Double)], days: Double) {
    self.kind = kind
    startsPerDay = Double(cycles.count) / days
    minutes = Statistics.median(cycles.map(\.minutes))
    energyKWh = Statistics.median(cycles.map(\.energyKWh))
  }

  /// The kinds that somebody measured, and how reports call them.
  static let kinds = [
    ("kettle", "a kettle"), ("microwave", "a microwave"), ("dishwasher", "a dishwasher"),
    ("washing_machine", "a washing machine"), ("electric_shower", "an electric shower"),
  ]

  static let definitions: [FigureDefinition] = kinds.flatMap { kind, name in
    [
      figure(kind, "starts", "1/day", "starts of \(name) a day, where there is one") {
        $0.startsPerDay
      },
      figure(kind, "minutes", "min", "median length of a cycle of \(name)") { $0.minutes },
      figure(kind, "cycle_energy", "kWh", "median energy of a cycle of \(name)") {
        $0.energyKWh
      },
    ]
  }

  private static func figure(
    _ kind: String, _ name: String, _ unit: String, _ meaning: String,
    _ value: @escaping @Sendable (ApplianceRecord) -> Double?
  ) -> FigureDefinition {
    FigureDefinition(
      id: "\(kind).\(name)", unit: unit, meaning: meaning, section: .appliances,
      value: { home in home.appliances.first { $0.kind == kind }.flatMap(value) })
  }
}
