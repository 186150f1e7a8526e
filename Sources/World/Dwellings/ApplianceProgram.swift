public import Clockwork

/// One stretch of an appliance's cycle: constant power, or a heater that a thermostat pulses.
struct CyclePhase: Hashable, Sendable {
  var seconds: Double
  /// Power, or power while a pulse is on, W.
  var watts: Double
  /// Power between pulses, W.
  var restWatts: Double
  /// Length of a pulse, s; 0 for constant power.
  var pulseSeconds: Double
  /// From one pulse to the next, s.
  var periodSeconds: Double
  /// Vapour into the room, g/h.
  var vapourGramsPerHour: Double

  init(_ seconds: Double, _ watts: Double, vapour: Double = 0) {
    self.seconds = seconds
    self.watts = watts
    restWatts = watts
    pulseSeconds = 0
    periodSeconds = 0
    vapourGramsPerHour = vapour
  }

  init(
    _ seconds: Double, _ watts: Double, pulse: Double, every period: Double, rest: Double = 0,
    vapour: Double = 0
  ) {
    self.seconds = seconds
    self.watts = watts
    restWatts = rest
    pulseSeconds = pulse
    periodSeconds = period
    vapourGramsPerHour = vapour
  }
}

/// The uniform draws, each 0..<1, that make one cycle differ from the next.
public struct CycleJitter: Hashable, Sendable {
  /// Chooses among the programs of an appliance.
  public var program: Double
  /// Stretches or shortens the cycle.
  public var duration: Double
  /// Raises or lowers its powers.
  public var power: Double

  /// Each draw in 0..<1.
  public init(program: Double, duration: Double, power: Double) {
    self.program = program
    self.duration = duration
    self.power = power
  }

  /// The draws of one start: event numbers `start * 4` and on of the key.
  public init(_ key: RandomKey, start: UInt64) {
    let (program, duration) = key.uniforms(start &* 4)
    self.init(program: program, duration: duration, power: key.uniform(start &* 4 &+ 1))
  }

  /// The middle of everything.
  public static let none = CycleJitter(program: 0.5, duration: 0.5, power: 0.5)
}

/// The phases of a cycle and how far it may be stretched.
///
/// Energies, lengths and peaks were set to fall among the medians of measured cycles in REFIT
/// (houses 2 and 20: Murray, Stankovic and Stankovic, *Scientific Data* 4 (2017)), UK-DALE (house
/// 2: Kelly and Knottenbelt, *Scientific Data* 2 (2015)) and IDEAL (house 65: Pullinger and others,
/// *Scientific Data* 8 (2021)): kettle 2-3 min, 0.07-0.13 kWh, 2.7-3.0 kW; dishwasher 49-142 min,
/// 0.76-1.41 kWh, 2.0-2.3 kW; washing machine 41-97 min, 0.37-0.60 kWh, 2.1-2.3 kW; microwave
/// 2-3 min, 0.016-0.05 kWh; electric shower 6 min, 0.83 kWh, 8.9 kW. Other appliances: rated powers
/// of common models. Vapour: 600 g/h of cooking and 1,700 g/h of showering (200 g a shower) follow
/// BS 5250:2021's daily totals.
struct ApplianceProgram: Sendable {
  var phases: [CyclePhase]
  /// Half-widths of the uniform spreads of length and power.
  var durationSpread: Double
  var powerSpread: Double

  init(_ phases: [CyclePhase], duration: Double, power: Double) {
    self.phases = phases
    durationSpread = duration
    powerSpread = power
  }

  /// All programs, by appliance kind.
  static let all: [[ApplianceProgram]] = ApplianceKind.allCases.map(programs)

  static func index(_ kind: ApplianceKind, jitter: CycleJitter) -> Int {
    let count = all[Int(kind.rawValue)].count
    return min(count - 1, max(0, Int(jitter.program * Double(count))))
  }

  private static func programs(_ kind: ApplianceKind) -> [ApplianceProgram] {
    switch kind {
    case .kettle: [.init([.init(125, 2_850, vapour: 900)], duration: 0.25, power: 0.05)]
    case .hob:
      // A ring boils up, then simmers: short, usual and long dishes.
      [600.0, 1_200, 2_100].map { simmer in
        .init(
          [
            .init(300, 1_800, vapour: 600),
            .init(simmer, 1_800, pulse: 10, every: 30, vapour: 600),
          ], duration: 0.2, power: 0.1)
      }
    case .oven:
      [1_500.0, 2_700].map { bake in
        .init(
          [
            .init(600, 2_300), .init(bake, 2_300, pulse: 30, every: 90, rest: 40, vapour: 200),
          ], duration: 0.15, power: 0.05)
      }
    case .microwave: [.init([.init(125, 1_020, vapour: 300)], duration: 0.4, power: 0.04)]
    case .toaster: [.init([.init(150, 900)], duration: 0.2, power: 0.05)]
    case .dishwasher: dishwasher
    case .washingMachine: washingMachine
    case .tumbleDryer: tumbleDryer
    case .television: [.init([.init(14_400, 110)], duration: 0, power: 0.15)]
    // Sets switch themselves off after 4 h without a key pressed (EU 642/2009). Beside them there
    // are a portable computer with a screen, one for a desk, a second television or a console with
    // one: 60, 110 and 220 W are assumed, 30-90, 70-150 and 150-260 W.
    case .computer: [60, 110, 220].map { .init([.init(14_400, $0)], duration: 0, power: 0.25) }
    case .vacuumCleaner: [.init([.init(900, 850)], duration: 0.4, power: 0.1)]
    case .hairDryer: [.init([.init(330, 1_500)], duration: 0.5, power: 0.1)]
    case .electricShower:
      [.init([.init(340, 8_900, vapour: 1_700)], duration: 0.35, power: 0.02)]
    case .shower: [.init([.init(420, 0, vapour: 1_700)], duration: 0.4, power: 0)]
    // A plain iron heats for 30 % of the time (a plug's reading), one that steams for more:
    // assumed, 25 to 50 %.
    case .iron:
      [.init([.init(1_500, 1_800, pulse: 20, every: 60, vapour: 300)], duration: 0.4, power: 0.1)]
    case .fridgeFreezer, .freezer, .router, .electronics, .lamp: []
    }
  }

  /// Quick, usual and economy: heat the wash, circulate, heat the last rinse, dry.
  private static let dishwasher: [ApplianceProgram] = [
    .init(
      [
        .init(240, 60), .init(660, 2_150), .init(600, 90), .init(780, 2_150),
        .init(900, 60, vapour: 150),
      ], duration: 0.06, power: 0.05),
    .init(
      [
        .init(480, 60), .init(780, 2_150), .init(1_500, 90), .init(360, 50), .init(870, 2_150),
        .init(1_200, 25, vapour: 150),
      ], duration: 0.08, power: 0.05),
    .init(
      [
        .init(900, 60), .init(960, 2_150), .init(3_000, 90), .init(600, 50), .init(990, 2_150),
        .init(1_800, 25, vapour: 100),
      ], duration: 0.05, power: 0.05),
  ]

  /// 30, 40 and 60 degrees: fill, heat, tumble with a reversing motor, rinse, spin.
  private static let washingMachine: [ApplianceProgram] = [
    .init(
      [
        .init(150, 15), .init(480, 2_200), .init(960, 260, pulse: 12, every: 20, rest: 8),
        .init(600, 200, pulse: 12, every: 30, rest: 8), .init(360, 420),
      ], duration: 0.05, power: 0.05),
    .init(
      [
        .init(180, 15), .init(600, 2_200), .init(1_800, 260, pulse: 12, every: 24, rest: 8),
        .init(1_200, 200, pulse: 12, every: 40, rest: 8), .init(480, 420),
      ], duration: 0.08, power: 0.05),
    .init(
      [
        .init(180, 15), .init(660, 2_200), .init(2_700, 260, pulse: 12, every: 36, rest: 8),
        .init(1_500, 200, pulse: 12, every: 60, rest: 8), .init(480, 420),
      ], duration: 0.05, power: 0.05),
  ]

  /// Vented: heat in full, then in pulses, then cool down; 2.3 kWh, some 0.55 kWh a kg (class C of
  /// EU 392/2012) of 4 kg.
  private static let tumbleDryer: [ApplianceProgram] = [
    .init(
      [
        .init(2_280, 2_400), .init(1_500, 2_400, pulse: 40, every: 70, rest: 250), .init(480, 250),
      ], duration: 0.15, power: 0.05)
  ]
}
