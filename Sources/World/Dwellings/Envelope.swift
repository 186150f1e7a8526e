/// Thermal quality of a dwelling's shell.
public struct Envelope: Hashable, Sendable {
  /// U-values, W/(m² K).
  public var wallU: Double
  public var roofU: Double
  public var groundFloorU: Double
  public var windowU: Double
  public var outerDoorU: Double
  /// Surcharge on all U-values for thermal bridges, W/(m² K).
  public var bridgeU: Double
  /// Total solar energy transmittance of the glazing at normal incidence, 0...1.
  public var glazingTransmittance: Double
  /// Heat capacity of the building's fabric per floor area, kJ/(m² K).
  public var massCapacityKJ: Double
  /// Air changes per hour at 50 Pa.
  public var airChangesAt50Pa: Double
  /// Air changes per hour that a fan keeps up at all times.
  public var fanAirChanges: Double
  /// Local shelter from wind, 1 (none) to 5 (crowded city): ASHRAE's shelter class.
  public var shelterClass: Int

  public init(
    wallU: Double, roofU: Double, groundFloorU: Double, windowU: Double, outerDoorU: Double,
    bridgeU: Double, glazingTransmittance: Double, massCapacityKJ: Double,
    airChangesAt50Pa: Double, fanAirChanges: Double, shelterClass: Int
  ) {
    self.wallU = wallU
    self.roofU = roofU
    self.groundFloorU = groundFloorU
    self.windowU = windowU
    self.outerDoorU = outerDoorU
    self.bridgeU = bridgeU
    self.glazingTransmittance = glazingTransmittance
    self.massCapacityKJ = massCapacityKJ
    self.airChangesAt50Pa = airChangesAt50Pa
    self.fanAirChanges = fanAirChanges
    self.shelterClass = shelterClass
  }
}
