internal import Numerics

/// What is known of one home, simulated or measured, as far as figures are made of it.
public struct HomeRecord: Sendable {
  public let load: HouseholdLoad
  /// One for each kind of appliance that was watched, used or not; empty where none was.
  public let appliances: [ApplianceRecord]
  /// nil where nobody wrote down what people did.
  public let activities: ActivityRecord?
  /// One for each quantity that was looked at.
  public var noises: [SensorNoise]
  /// In which ways it is like no measured home.
  public let traits: Set<HomeTrait>
  /// The load's figures, stretch by stretch.
  let stretches: [LoadFigures]

  /// A stretch of which more is missing tells little of the whole.
  static let knownShareMin = 0.9

  /// - Parameter span: the length of the stretches; nil for one of whatever length there is.
  public init(
    load: HouseholdLoad, span: LoadSpan?, appliances: [ApplianceRecord] = [],
    activities: ActivityRecord? = nil, noises: [SensorNoise] = [], traits: Set<HomeTrait> = []
  ) {
    self.load = load
    self.appliances = appliances
    self.activities = activities
    self.noises = noises
    self.traits = traits
    let pieces = span.map { load.pieces(days: $0.days) } ?? [load]
    stretches = pieces.compactMap { piece in
      Double(piece.known.count) >= Self.knownShareMin * Double(piece.meansW.count)
        ? LoadFigures(piece) : nil
    }
  }

  /// The median over stretches.
  func median(_ value: (LoadFigures) -> Double?) -> Double? {
    Statistics.median(stretches.compactMap(value))
  }
}
