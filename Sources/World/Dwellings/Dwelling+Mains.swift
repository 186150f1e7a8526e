public import Clockwork

/// Where voltage, current and power factor are measured.
public enum MeterPoint: Hashable, Sendable {
  /// At the service.
  case grid
  /// On the circuit of heating and cooling.
  case plant
  /// At an appliance's socket.
  case appliance(UInt8)
}

extension Dwelling {
  /// Real energy through a point from the start to a moment since the last tick, kWh.
  public func activeKWh(_ point: MeterPoint, at time: SimTime) -> Double {
    switch point {
    case .grid: electricEnergyKWh(at: time)
    case .plant: hvacEnergyKWh(at: time)
    case .appliance(let appliance): appliances.energyKWh(Int(appliance), at: time)
    }
  }

  /// Reactive energy through a point, kvarh.
  public func reactiveKVArh(_ point: MeterPoint, at time: SimTime) -> Double {
    switch point {
    case .grid:
      appliances.totalReactiveKVArh(at: time) + plantReactiveKVArh(at: time)
        + waterReactiveKVArh(at: time)
    case .plant: plantReactiveKVArh(at: time)
    case .appliance(let appliance): appliances.reactiveKVArh(Int(appliance), at: time)
    }
  }

  /// Voltage at a point, V: the utility's, less what the service drops for what flows through it.
  ///
  /// The drop is in what meters read, not in what loads draw: it is 3 % at most, and a home's loads
  /// do not change with a neighbour's battery or its own.
  public func voltageV(_ point: MeterPoint, at time: SimTime) -> Double {
    let drop = MainsVoltage.dropShare * electricPowerW(at: time) / serviceW
    return nominalV(point) * (voltage - drop)
  }

  private func nominalV(_ point: MeterPoint) -> Double {
    switch point {
    case .grid, .plant: mains.fullV
    case .appliance(let appliance):
      Circuit.of(plan.appliances[Int(appliance)].kind).nominalV(mains)
    }
  }

  /// What the service is built for, W.
  var serviceW: Double { serviceA * mains.fullV }

  /// Whether something hangs on a circuit.
  func has(_ circuit: Circuit) -> Bool {
    switch circuit {
    case .heating: true
    case .water: (water?.sheet.ratedW ?? 0) > 0
    case .vehicle: vehicle != nil
    case .battery: battery != nil
    default: appliances.units.contains { Circuit.of($0.kind) == circuit }
    }
  }

  /// What went through a circuit up to the last tick; the battery's either way.
  public func flow(_ circuit: Circuit) -> CircuitFlow {
    var flow = appliances.circuits[Int(circuit.rawValue)]
    switch circuit {
    case .heating:
      flow.activeKWh += hvac.electricKWh
      flow.reactiveKVArh += hvac.reactiveKVArh
    case .water:
      flow.activeKWh += water?.electricKWh ?? 0
      flow.reactiveKVArh += water?.reactiveKVArh ?? 0
    case .vehicle: flow.activeKWh += vehicle?.energyKWh ?? 0
    case .battery:
      flow.activeKWh += batteryIdleKWh + (battery.map { $0.takenKWh + $0.givenKWh } ?? 0)
    default: break
    }
    return flow
  }

  private func plantReactiveKVArh(at time: SimTime) -> Double {
    var meter = hvac
    meter.settle(to: time)
    return meter.reactiveKVArh
  }

  private func waterReactiveKVArh(at time: SimTime) -> Double {
    guard let water else { return 0 }
    return water.reactiveKVArh
      + Self.energyKWh(water.firing.reactiveVAr, from: water.settledAt, time)
  }
}

/// What a meter of voltage, current and power factor makes of the energies of an interval.
public enum ApparentPower {
  /// Root of the squares of real and reactive power over the voltage, A.
  ///
  /// - Parameters:
  ///   - activeW: mean over the interval; negative where it is fed in.
  ///   - reactiveVAr: mean over the interval.
  public static func currentA(activeW: Double, reactiveVAr: Double, voltageV: Double) -> Double {
    guard voltageV > 0 else { return 0 }
    return (activeW * activeW + reactiveVAr * reactiveVAr).squareRoot() / voltageV
  }

  /// Real over apparent power, 0...1; 1 where nothing flows.
  public static func powerFactor(activeW: Double, reactiveVAr: Double) -> Double {
    let apparent = (activeW * activeW + reactiveVAr * reactiveVAr).squareRoot()
    return apparent > 0 ? activeW.magnitude / apparent : 1
  }
}
