/// What a home's service is built for: the load calculation of a one-family dwelling.
///
/// Source: NEC 2023, 220.82, the optional method. Of lights and outlets by floor area, small
/// appliances, and nameplates of what is fastened in place the first 10 kVA count in full and the
/// rest by 40 %; heating or cooling comes on top, whichever is larger. A charger (220.57) is
/// counted outside of that, as a continuous load (625.42): 220.82 would let 40 % of it do, and many
/// inspectors do not.
enum ServiceRating {
  /// VA a square metre of floor (220.41).
  static let generalVAPerM2 = 33.0
  /// VA of each circuit for small appliances or laundry.
  static let smallCircuitVA = 1_500.0
  static let fullVA = 10_000.0
  static let restShare = 0.4
  /// Of strip heat behind a heat pump (220.82(C)).
  static let stripShare = 0.65
  static let chargerLeastW = 7_200.0
  /// Services that utilities give, A: by NEC 230.79(C) at least 100 A; cut-outs of 63 to 100 A
  /// where a live wire has 230 V, and larger ones for all-electric homes.
  private static let americanA: [Double] = [100, 125, 150, 200, 300, 400]
  private static let europeanA: [Double] = [63, 80, 100, 125, 160, 200, 250]

  /// The main breaker, A.
  static func ratedA(_ dwelling: Dwelling) -> Double {
    let neededA = loadVA(dwelling) / dwelling.mains.fullV
    let made = dwelling.mains.isSplit ? americanA : europeanA
    return made.first { $0 >= neededA } ?? neededA
  }

  /// The calculated load, VA.
  static func loadVA(_ dwelling: Dwelling) -> Double {
    var generalVA = generalVAPerM2 * dwelling.plan.floorAreaM2 + 3 * smallCircuitVA
    for unit in dwelling.appliances.units where isFixed(unit.kind) {
      generalVA += Nameplate.ratedW(unit)
    }
    generalVA += dwelling.water?.sheet.ratedW ?? 0
    let chargerW = dwelling.vehicle.map { max($0.chargerW, chargerLeastW) } ?? 0
    return demandVA(generalVA) + dwelling.plant.serviceVA + Breaker.continuousShare * chargerW
  }

  /// What counts of the general loads, VA.
  static func demandVA(_ generalVA: Double) -> Double {
    min(generalVA, fullVA) + restShare * max(generalVA - fullVA, 0)
  }

  /// What is fastened in place or has a place of its own.
  private static func isFixed(_ kind: ApplianceKind) -> Bool {
    switch kind {
    case .hob, .oven, .dishwasher, .tumbleDryer, .electricShower: true
    default: false
    }
  }
}
