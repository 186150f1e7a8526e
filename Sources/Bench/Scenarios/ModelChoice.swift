internal import Clockwork
internal import Devices
internal import Quantities
internal import ScenarioFiles
internal import Telemetry

/// Which models the homes of a world own.
struct ModelChoice: Sendable {
  /// By kind, in the order of `DeviceKind.allCases`: models with cumulated shares.
  private let choices: [[(model: SharedModel, upTo: Double)]]
  /// How many models homes may own, and how many of their figures nobody measured.
  let summary: String

  /// - Throws: ``RunError/input(_:)`` with the line that names an unknown model or wrong shares.
  init(_ loaded: LoadedScenario, catalogue: DeviceCatalogue) throws {
    let shares = loaded.world.devices.models
    for (index, share) in shares.enumerated() where catalogue.model(share.model) == nil {
      let path = "world.devices.models[\(index)].model"
      let problem = ScenarioError.Problem.notFound(
        what: "device model", name: share.model, searched: catalogue.folders,
        known: catalogue.models.map(\.name))
      let passedOver = catalogue.passedOver.sorted().prefix(3).joined(separator: ", ")
      throw RunError.input(
        ScenarioError(problem, at: path, from: loaded.origin(of: path) ?? .defaulted).description
          + (passedOver.isEmpty
            ? ""
            : "; passed over \(passedOver): a file of models has 'why', 'sources' and 'models' at "
              + "its left edge"))
    }
    choices = try DeviceKind.allCases.map { kind in
      let own = shares.enumerated().filter { catalogue.model($0.element.model)?.kind == kind }
      guard let first = own.first else { return [(SharedModel(catalogue.standard(kind)), 1)] }
      let sum = own.reduce(0) { $0 + $1.element.share.value }
      // Thirds written with three digits still count as a whole.
      guard (sum - 1).magnitude <= 0.0015 else {
        let path = "world.devices.models[\(first.offset)].share"
        let text =
          "the shares of kind \(kind.name) sum to \((sum * 1e6).rounded() / 1e6), expected 1"
        throw RunError.input(
          ScenarioError(.conflict(text), at: path, from: loaded.origin(of: path) ?? .defaulted)
            .description)
      }
      var reached = 0.0
      return own.compactMap { entry in
        reached += entry.element.share.value / sum
        return catalogue.model(entry.element.model).map { (SharedModel($0), reached) }
      }
    }
    let devices = loaded.world.devices
    let owned = zip(DeviceKind.allCases, choices).filter { kind, _ in
      switch kind {
      case .leakSensor: devices.leakSensorShare.value > 0
      case .smokeAlarm: devices.smokeAlarmShare.value > 0
      case .airMonitor: devices.airMonitorShare.value > 0
      case .soundMeter: devices.soundMeterShare.value > 0
      default: true
      }
    }
    summary = Self.summary(owned.flatMap { $0.1.map(\.model.model.name) }, of: catalogue)
  }

  private static func summary(_ names: [String], of catalogue: DeviceCatalogue) -> String {
    let own = catalogue.descriptions.filter { names.contains($0.name) }
    let all = own.reduce(0) { $0 + $1.figures.count }
    let assumed = own.reduce(0) { $0 + $1.assumedCount }
    return "\(own.count), with \(all) figures, of which \(assumed) are assumed"
  }

  /// What one home owns. Each kind is drawn by itself, so that another model of one changes none of
  /// the others.
  func owned(seed: UInt64, home: Int) -> OwnedModels {
    let key = RandomKey(seed: seed, purpose: Purpose("scenarios.devices"), entity: UInt64(home))
    return OwnedModels(
      zip(DeviceKind.allCases, choices).map { kind, models in
        let draw = key.uniform(UInt64(kind.rawValue))
        return (models.first { draw < $0.upTo } ?? models[models.count - 1]).model
      })
  }
}
