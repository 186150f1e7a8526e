/// Chooses a circuit's breaker as an electrician does: by code and by nameplates.
///
/// NEC 2023 throughout, also where homes have 230 V: European rules give the same within a size.
/// What moves in the home does not enter, so a breaker that would trip is found.
enum Breaker {
  /// Ratings that are made (NEC 240.6(A)), A, and those of IEC 60898-1; 45 A is sold for showers
  /// where the latter holds.
  private static let americanA: [Double] = [
    15, 20, 30, 40, 50, 60, 70, 80, 90, 100, 125, 150, 200, 250, 300, 400, 600,
  ]
  private static let europeanA: [Double] = [
    10, 16, 20, 32, 40, 45, 50, 63, 80, 100, 125, 160, 200, 250, 400, 630,
  ]
  /// For loads that last three hours and more (210.20(A), 422.13, 424.4(B), 625.41, 705.28).
  static let continuousShare = 1.25
  /// What a minute may draw of a rating: a breaker trips within the hour at 1.45 times its own and
  /// not below 1.13 (IEC 60898-1, table 7).
  static let minuteShare = 1.45
  /// What it bears for ever, of its rating: the root of the running hour's mean square.
  static let hourShare = 1.13

  /// The breaker of a circuit, A.
  static func ratedA(_ circuit: Circuit, _ dwelling: Dwelling) -> Double {
    let isSplit = dwelling.mains.isSplit
    let voltage = circuit.nominalV(dwelling.mains)
    func size(_ watts: Double) -> Double { next(watts / voltage, isSplit) }
    switch circuit {
    // General circuits have a size by code, whatever hangs on them: 210.11(C), 210.23(A);
    // radial circuits of BS 7671, appendix H.
    case .lights: return lightsA(dwelling, each: isSplit ? 15 : 10)
    case .sockets, .bathroom: return isSplit ? 20 : 16
    case .kitchen, .secondKitchen, .laundry: return 20
    // The demand of one range of up to 12 kW is 8 kW (table 220.55), 40 A from 8.75 kW on
    // (210.19(C)); cookers have 32 A by BS 7671, appendix H.
    case .cooker: return isSplit ? 40 : 32
    case .dishwasher, .dryer, .shower: return size(appliancesW(circuit, dwelling))
    case .heating: return size(dwelling.plant.circuitW)
    case .water: return size(continuousShare * (dwelling.water?.sheet.ratedW ?? 0))
    case .vehicle: return size(continuousShare * (dwelling.vehicle?.chargerW ?? 0))
    case .battery: return size(continuousShare * (dwelling.battery?.powerW ?? 0))
    }
  }

  /// As many circuits as the floor asks for (210.11(A)), evenly loaded (210.11(B)): here one of
  /// their common size.
  private static func lightsA(_ dwelling: Dwelling, each ratedA: Double) -> Double {
    let generalVA = ServiceRating.generalVAPerM2 * dwelling.plan.floorAreaM2
    return ratedA * (generalVA / (ratedA * dwelling.mains.nominalV)).rounded(.up)
  }

  private static func appliancesW(_ circuit: Circuit, _ dwelling: Dwelling) -> Double {
    dwelling.appliances.units.reduce(0) { sum, unit in
      guard Circuit.of(unit.kind) == circuit else { return sum }
      return sum + Nameplate.tolerance * Nameplate.ratedW(unit)
    }
  }

  /// The smallest that carries a current, A.
  static func next(_ currentA: Double, _ isSplit: Bool) -> Double {
    let made = isSplit ? americanA : europeanA
    return made.first { $0 >= currentA } ?? currentA
  }
}
