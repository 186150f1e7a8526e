/// A kind of dwelling; a home is an archetype bent by its ``DwellingVariation``.
///
/// Areas, U-values, glazing and thermal bridges come from the example buildings of the German
/// TABULA typology (IWU, *Deutsche Wohngebäudetypologie*, 2015; TABULA web tool), spread over six
/// rooms. Floor U-values are those with the unheated cellar's resistance. The fabric's heat
/// capacity is TABULA's 45 Wh/(m² K). Air changes at 50 Pa: DIN 4108-7 limits for the new house,
/// typical values by age (AIVC Technical Note 44) for the others. Sources and limits in full:
/// `Worlds/dwellings/README.md`.
public enum Archetype: String, CaseIterable, Sendable {
  /// Detached house, 1958-1968, not refurbished: DE.N.SFH.05.Gen.
  case detachedOld = "detached-old"
  /// Detached house, 2010-2015: DE.N.SFH.11.Gen.
  case detachedNew = "detached-new"
  /// Middle-floor flat in a block of 1919-1948 with usual refurbishment: DE.N.AB.03.Gen, variant 2.
  case flat = "flat"
  /// Terraced house, 1995-2001: DE.N.TH.09.Gen.
  case terraced = "terraced"

  /// The shell before variation.
  public var envelope: Envelope {
    switch self {
    case .detachedOld:
      Envelope(
        wallU: 1.2, roofU: 0.8, groundFloorU: 1.08, windowU: 2.8, outerDoorU: 3.0, bridgeU: 0.10,
        glazingTransmittance: 0.75, massCapacityKJ: 162, airChangesAt50Pa: 9, fanAirChanges: 0,
        shelterClass: 3)
    case .detachedNew:
      Envelope(
        wallU: 0.28, roofU: 0.20, groundFloorU: 0.35, windowU: 1.3, outerDoorU: 1.8, bridgeU: 0.05,
        glazingTransmittance: 0.60, massCapacityKJ: 162, airChangesAt50Pa: 1.5, fanAirChanges: 0.3,
        shelterClass: 3)
    case .flat:
      Envelope(
        wallU: 0.24, roofU: 0.20, groundFloorU: 0.28, windowU: 1.3, outerDoorU: 1.3, bridgeU: 0.10,
        glazingTransmittance: 0.60, massCapacityKJ: 162, airChangesAt50Pa: 4, fanAirChanges: 0.1,
        shelterClass: 4)
    case .terraced:
      Envelope(
        wallU: 0.60, roofU: 0.35, groundFloorU: 0.45, windowU: 1.6, outerDoorU: 2.0, bridgeU: 0.10,
        glazingTransmittance: 0.60, massCapacityKJ: 162, airChangesAt50Pa: 6, fanAirChanges: 0,
        shelterClass: 4)
    }
  }

  /// Storeys that the dwelling's own stack spans.
  public var storeyCount: Int {
    switch self {
    case .detachedOld, .flat: 1
    case .detachedNew, .terraced: 2
    }
  }

  /// The archetype as one home has it.
  ///
  /// - Parameters:
  ///   - hasElectricShower: whether the shower heats its own water.
  ///   - ownership: what stands there beside the usual appliances.
  public func plan(
    _ variation: DwellingVariation = .none, hasElectricShower: Bool = false,
    ownership: ApplianceOwnership = .none
  ) -> DwellingPlan {
    var rooms = self.rooms
    for i in rooms.indices { variation.bend(&rooms[i]) }
    return DwellingPlan(
      name: rawValue, envelope: variation.bent(envelope), rooms: rooms, partitions: partitions,
      doorways: doorways,
      appliances: Self.appliances(hasElectricShower: hasElectricShower, ownership),
      lampEfficacy: ownership.lampEfficacy, blowerFactor: ownership.blowerFactor,
      storeyCount: storeyCount)
  }
}
