internal import Clockwork
internal import Quantities
internal import Truth

/// Holds the current of every circuit against the breaker that an electrician put before it.
///
/// The breaker carries all that hangs on the circuit at once, at any voltage at which the utility
/// keeps it: nothing in a home trips one, so more than that is a bug.
struct CircuitGuard: Sendable {
  /// Of one circuit.
  private struct Branch: Sendable {
    var circuit: Circuit
    /// Voltage at which it lies, V.
    var nominalV: Double
    var breakerA: Double
    var flow: CircuitFlow
  }

  /// What rounding of meters of 1 MWh can come to, A.
  private static let roundingA = 1e-3

  private var branches: [Branch]
  var count: Int { branches.count }

  init(_ dwelling: Dwelling) {
    branches = Circuit.allCases.map { circuit in
      let nominalV = circuit.nominalV(dwelling.mains)
      return Branch(
        circuit: circuit, nominalV: nominalV,
        breakerA: circuit.breakerA(for: Self.loadVA(circuit, dwelling) / nominalV),
        flow: dwelling.flow(circuit))
    }
  }

  /// The breaker of a circuit, A.
  func breakerA(_ circuit: Circuit) -> Double { branches[Int(circuit.rawValue)].breakerA }

  /// Apparent power over relative voltage of all that hangs on a circuit, at the worst voltage, VA.
  private static func loadVA(_ circuit: Circuit, _ dwelling: Dwelling) -> Double {
    switch circuit {
    case .heating: return dwelling.plant.circuitW
    case .water: return dwelling.water == nil ? 0 : ElectricRating.waterHeaterW
    default:
      return dwelling.appliances.units.reduce(0) { sum, unit in
        guard Circuit.of(unit.kind) == circuit else { return sum }
        let nominalW =
          unit.kind == .lamp ? unit.ownW : ElectricRating.peakW(unit)
        let mix = LoadMix.all[Int(unit.kind.rawValue)]
        return sum
          + max(
            loadVA(nominalW, mix.supply(MainsVoltage.ratioMin, rating: unit.rating))
              / MainsVoltage.ratioMin,
            loadVA(nominalW, mix.supply(MainsVoltage.ratioMax, rating: unit.rating))
              / MainsVoltage.ratioMax)
      }
    }
  }

  private static func loadVA(_ nominalW: Double, _ supply: LoadMix.Supply) -> Double {
    let (active, reactive) = (supply.activeW(nominalW), supply.reactiveVAr(nominalW))
    return (active * active + reactive * reactive).squareRoot()
  }

  /// Looks at the step that ended now.
  ///
  /// - Parameter voltage: over the step, over its nominal.
  mutating func look(
    at dwelling: Dwelling, voltage: Double, seconds: Double, _ record: inout PlausibilityRecord
  ) {
    let perAmpere = 3.6e6 / (seconds * voltage)
    for index in branches.indices {
      let branch = branches[index]
      let flow = dwelling.flow(branch.circuit)
      if flow == branch.flow { continue }
      branches[index].flow = flow
      let active = (flow.activeKWh - branch.flow.activeKWh) * perAmpere / branch.nominalV
      let reactive = (flow.reactiveKVArh - branch.flow.reactiveKVArh) * perAmpere / branch.nominalV
      let limitA = branch.breakerA + Self.roundingA
      guard active >= -Self.roundingA, active * active + reactive * reactive <= limitA * limitA
      else {
        let foundA = (active * active + reactive * reactive).squareRoot()
        record.note(
          Implausibility(
            .circuitRating, at: dwelling.time, "the circuit of \(branch.circuit.name)",
            found: "\(brief(active < 0 ? active : foundA)) A",
            expected: "0 to \(brief(branch.breakerA)) A"))
        continue
      }
    }
  }
}
