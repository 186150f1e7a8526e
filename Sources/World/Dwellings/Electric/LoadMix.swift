/// What an appliance is to the mains: a motor or power supply first, and a heater for all above it.
struct LoadMix: Hashable, Sendable {
  /// The part that runs whenever anything runs.
  var first: ZIPLoad
  /// The most that this part draws, W; the rest is heat.
  var firstMaxW: Double
  var rest: ZIPLoad

  init(_ first: ZIPLoad, upTo firstMaxW: Double = .infinity, then rest: ZIPLoad = .resistance) {
    self.first = first
    self.firstMaxW = firstMaxW
    self.rest = rest
  }

  /// The most that real power grows by up to a voltage that is not below the nominal.
  func factorMax(_ voltage: Double) -> Double {
    max(first.activeFactor(voltage), rest.activeFactor(voltage))
  }

  /// What a kind of appliance is.
  ///
  /// Where the motor ends follows from the programs in ``ApplianceProgram``: pumps of dishwashers
  /// up to 90 W, drums of washing machines up to 420 W and of dryers up to 250 W; what goes beyond
  /// heats. Power factors without a source are assumed: microwave oven 0.95 (0.9-0.99), television
  /// and computer 0.95 (0.9-0.99: IEC 61000-3-2 asks for a corrected supply from 75 W on), router
  /// and what is never off 0.55 (0.45-0.65), vacuum cleaner as a fan.
  static func of(_ kind: ApplianceKind) -> LoadMix {
    switch kind {
    case .fridgeFreezer, .freezer: LoadMix(.refrigerator)
    case .kettle, .hob, .toaster, .hairDryer, .electricShower, .shower, .iron: LoadMix(.heater)
    case .oven: LoadMix(.fan, upTo: 40, then: .heater)
    case .microwave: LoadMix(.electronics(powerFactor: 0.95))
    case .dishwasher: LoadMix(.fan, upTo: 90)
    case .washingMachine: LoadMix(.washerMotor, upTo: 420)
    case .tumbleDryer: LoadMix(.washerMotor, upTo: 250)
    case .television, .computer: LoadMix(.electronics(powerFactor: 0.95))
    case .vacuumCleaner: LoadMix(.fan)
    case .router, .electronics: LoadMix(.electronics(powerFactor: 0.55))
    case .lamp: LoadMix(.lamp)
    }
  }

  /// By raw value of the kind.
  static let all: [LoadMix] = ApplianceKind.allCases.map(of)

  /// The mix under a voltage.
  func supply(_ voltage: Double, rating: Double) -> Supply {
    Supply(
      firstMaxW: firstMaxW * rating, first: first.activeFactor(voltage),
      rest: rest.activeFactor(voltage), reactive: first.reactiveFactor(voltage))
  }

  /// What becomes of a nominal power while a voltage holds.
  struct Supply: Hashable, Sendable {
    /// Nominal power of the first part, at most, W.
    var firstMaxW: Double
    /// Factors of both parts' real power.
    var first: Double
    var rest: Double
    /// Reactive power for each nominal watt of the first part; heaters have none.
    var reactive: Double

    /// Real power, W.
    @inline(__always)
    func activeW(_ nominalW: Double) -> Double {
      let part = min(nominalW, firstMaxW)
      return part * first + (nominalW - part) * rest
    }

    /// Reactive power, var.
    @inline(__always)
    func reactiveVAr(_ nominalW: Double) -> Double { min(nominalW, firstMaxW) * reactive }
  }
}
