/// Air that passes between a dwelling and the outdoors, and through its doors.
///
/// Infiltration: Sherman and Grimsrud's leakage-area model (ASHRAE Transactions 86 (1980), part 2;
/// "basic model" of ASHRAE Fundamentals 2009, chapter 16, eq. 48, tables 4 and 6). Open windows:
/// de Gids and Phaff, *Air Infiltration Review* 4 (1982), 4-5. Doorways: Brown and Solvason,
/// *Int. J. Heat Mass Transfer* 5 (1962), at a steady 0.5 K between the rooms.
struct AirExchange: Sendable {
  /// Two-way flow through an open door of 0.8 m x 2 m: (W/3) C sqrt(g H^3 dT/T) with C = 0.5.
  static let openDoorM3S = 0.049
  /// Two-way flow through the gaps of a shut one: 80 cm² under the leaf (10 mm: Approved Document F
  /// of England, 2010, table 5.2a, asks for 76 cm² under a door of 760 mm) and 3 mm around it, 140
  /// cm². At 0.05 Pa, 0.6 A/2 sqrt(2 dp / rho) is 2 l/s: assumed, 0.7 (still air and 0.5 K) to 5
  /// (0.3 Pa, wind and fans).
  static let closedDoorM3S = 0.002
  /// Height of a window's opening, m.
  static let windowHeightM = 1.2
  /// Clear area of an open (tilted or ajar) window per window area.
  static let openShare = 0.15

  /// Effective leakage area at 4 Pa, cm².
  let leakageAreaCM2: Double
  /// Stack coefficient, (L/s)²/(cm⁴ K).
  let stackCoefficient: Double
  /// Wind coefficient, (L/s)²/(cm⁴ (m/s)²).
  let windCoefficient: Double
  /// Each room's share of the leaks.
  let leakShares: [Double]
  /// What fans exchange in each room, m³/s.
  let fanM3S: [Double]
  /// Clear area of each room's window when open, m².
  let openingM2: [Double]

  init(_ plan: DwellingPlan) {
    // Flow at 4 Pa is (4/50)^0.65 = 0.19365 of that at 50 Pa; through an opening of discharge
    // coefficient 1 it is A sqrt(2 dp / rho), where sqrt(rho / 2 dp) = 0.38730.
    let flow50 = plan.envelope.airChangesAt50Pa * plan.volumeM3 / 3_600
    leakageAreaCM2 = flow50 * 0.1936459826215705 * 0.3872983346207417 * 1e4
    let storey = min(max(plan.storeyCount, 1), 3) - 1
    let shelter = min(max(plan.envelope.shelterClass, 1), 5) - 1
    stackCoefficient = [0.000145, 0.000290, 0.000435][storey]
    windCoefficient = Self.windCoefficients[shelter][storey]
    let exposures = plan.rooms.map { $0.wallM2.sum() + $0.windowM2.sum() + $0.outerDoorM2 }
    let exposure = exposures.reduce(0, +)
    leakShares = exposures.map { exposure > 0 ? $0 / exposure : 1 / Double(exposures.count) }
    fanM3S = plan.rooms.map {
      plan.envelope.fanAirChanges * $0.areaM2 * plan.heightM / 3_600
    }
    openingM2 = plan.rooms.map { $0.windowM2.sum() * Self.openShare }
  }

  /// By shelter class 1...5, then storeys 1...3.
  private static let windCoefficients: [[Double]] = [
    [0.000319, 0.000420, 0.000494], [0.000246, 0.000325, 0.000382],
    [0.000174, 0.000231, 0.000271], [0.000104, 0.000137, 0.000161],
    [0.000032, 0.000042, 0.000049],
  ]

  /// Infiltration per leakage area, L/(s cm²).
  func leakSpeed(temperatureDifferenceK: Double, windSpeedMS: Double) -> Double {
    let stack = stackCoefficient * temperatureDifferenceK.magnitude
    return (stack + windCoefficient * windSpeedMS * windSpeedMS).squareRoot()
  }

  /// Effective air speed in an open window, m/s; half of the opening lets air in.
  static func windowSpeed(temperatureDifferenceK: Double, windSpeedMS: Double) -> Double {
    let stack = 0.0035 * windowHeightM * temperatureDifferenceK.magnitude
    return (0.001 * windSpeedMS * windSpeedMS + stack + 0.01).squareRoot()
  }

  /// Outdoor air into each room, m³/s.
  func outdoorFlows(leakSpeed: Double, windowSpeed: Double, openWindows: UInt16) -> [Double] {
    leakShares.indices.map { room in
      let leak = leakShares[room] * leakSpeed * leakageAreaCM2 * 1e-3
      let isOpen = openWindows & (1 << UInt16(room)) != 0
      return leak + fanM3S[room] + (isOpen ? 0.5 * openingM2[room] * windowSpeed : 0)
    }
  }
}

/// Rounds a positive number to one of four steps an octave, so that air flows fall in few modes.
///
/// A step spans 14 to 25 %; its middle stands for it.
enum FlowBucket {
  /// The number of the step; 0...16383.
  static func index(_ value: Double) -> UInt16 {
    UInt16(truncatingIfNeeded: max(value, 0x1p-16).bitPattern >> 50)
  }

  /// The middle of a step.
  static func middle(_ index: UInt16) -> Double {
    Double(bitPattern: UInt64(index) << 50 | 1 << 49)
  }
}
