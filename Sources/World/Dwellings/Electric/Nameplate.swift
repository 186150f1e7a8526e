/// What stands on the plates of a home's things: all that an electrician knows of them.
///
/// Typical of common models, and no part of the programs by which they live, so that a breaker
/// chosen by them says something about those.
enum Nameplate {
  /// Rated power of an appliance of common size, W; 0 for what has none.
  ///
  /// Ranges over makers' data sheets in brackets, all assumed: kettle 3 kW (2.2-3), cooker with
  /// four rings and oven 10.2 kW in two (hobs 6-7.4, ovens 2.3-3.6), microwave oven 1.2 kW of
  /// input (1-1.5), toaster 1 kW (0.8-1.6), dishwasher 2.4 kW (1.8-2.4), washing machine 2.4 kW
  /// (1.9-2.5), vented dryer 2.8 kW (2-3), television 200 W (100-400), computer with screen 300 W
  /// (150-500), hair dryer 1.8 kW (1.2-2.2), electric shower 9.5 kW (7.5-10.8), iron 2.2 kW
  /// (1.8-3), refrigerators 150 W (100-200). Vacuum cleaner: 1 kW; new ones have 900 W at most (EU
  /// 666/2013).
  static func ratedW(_ kind: ApplianceKind) -> Double {
    switch kind {
    case .fridgeFreezer, .freezer: 150
    case .kettle: 3_000
    case .hob: 7_200
    case .oven: 3_000
    case .microwave: 1_200
    case .toaster: 1_000
    case .dishwasher: 2_400
    case .washingMachine: 2_400
    case .tumbleDryer: 2_800
    case .television: 350
    case .computer: 300
    case .vacuumCleaner: 1_000
    case .hairDryer: 1_800
    case .electricShower: 9_500
    case .iron: 2_200
    case .router: 15
    case .shower, .lamp, .electronics: 0
    }
  }

  /// Of one that a home owns: models differ by a fifth either way at most.
  static func ratedW(_ unit: ApplianceUnit) -> Double {
    min(max(unit.rating, 0.8), 1.2) * ratedW(unit.kind)
  }

  /// What a thing that heats may draw above its rated power (IEC 60335-1, 10.1: +5 %).
  static let tolerance = 1.05
}
