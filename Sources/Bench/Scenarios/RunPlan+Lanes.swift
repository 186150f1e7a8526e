internal import Agents
internal import Clockwork
internal import Fusion
internal import Ingestion
internal import Lanes
internal import Outside
internal import Patterns
internal import Quality
internal import Quantities
internal import ScenarioFiles

/// What the scenario says of the pipeline, made into settings for every home's lane.
extension RunPlan {
  static func laneSettings(_ scenario: Scenario, start: SimTime) throws -> LaneSettings {
    let pipeline = scenario.pipeline
    let tolerance = pipeline.sampling.tolerance
    let method: SamplingSettings.Method =
      switch pipeline.sampling.method {
      case .fixed: .fixed
      case .adaptiveNull: .adaptiveNull
      case .sendOnDelta: .sendOnDelta
      case .swingingDoor: .swingingDoor
      }
    var intake = IntakeSettings(
      lateness: pipeline.ingestion.lateness, deduplicates: pipeline.ingestion.deduplicates)
    intake.wireFormat = scenario.wire == .json ? .json : .binary
    let energy = pipeline.agents.energy
    var settings = LaneSettings(
      origin: start, tick: pipeline.agents.tick,
      sampling: SamplingSettings(
        method: method, period: pipeline.sampling.period, heartbeat: pipeline.sampling.heartbeat,
        temperatureTolerance: tolerance.temperature.value,
        humidityTolerance: tolerance.humidity.value, co2Tolerance: tolerance.co2.value,
        illuminanceTolerance: tolerance.illuminance.value, powerTolerance: tolerance.power.value,
        particleTolerance: tolerance.particlesUgM3, vapourTolerance: tolerance.vapourIndex,
        noiseTolerance: tolerance.noiseDB,
        chance: chance(scenario)),
      intake: intake,
      quality: QualitySettings(
        checksRange: pipeline.quality.checksRange,
        spikeSigmas: pipeline.quality.spikeThresholdSigma,
        stuckAfter: pipeline.quality.stuckAfter,
        gapPeriods: Double(pipeline.quality.gapPeriodCount),
        driftSigmas: pipeline.quality.driftThresholdSigma,
        driftConfirm: pipeline.quality.driftConfirm),
      fusion: FusionMethod(rawValue: pipeline.fusion.rawValue) ?? .kalman,
      patterns: try pipeline.patterns.map {
        switch $0 {
        case .temperatureAlert: try HouseholdPattern.temperatureAlertInRooms()
        case .windowOpenWhileHeating: try .windowOpenWhileHeating(within: .minutes(30))
        }
      },
      forecastModel: pipeline.forecasting.model == .harmonicRegression
        ? .harmonicRegression : .seasonalNaive,
      forecastHorizonHours: pipeline.forecasting.horizons.map { Int($0 / .hours(1)) }.max(),
      chance: chance(scenario),
      answersUtterances: pipeline.agents.answersUtterances,
      energy: energy.method == .none
        ? nil
        : EnergyAgent.Settings(
          setbackK: energy.setback.value, longSetbackK: energy.longSetback.value,
          sleepSetbackK: energy.sleepSetback.value,
          after: energy.after),
      start: start, ledgerRowCap: ledgerRowCap(scenario))
    for program in pipeline.outside {
      if let kind = StageKind(rawValue: program.stage.rawValue) {
        settings.outside.insert(StageSet(kind))
      }
    }
    // Whoever brings a program for it wants words to be answered.
    if settings.outside.contains(.understand) { settings.answersUtterances = true }
    return settings
  }

  /// The key of the pipeline's own random numbers.
  ///
  /// Another in each world, or one pipeline's luck would favour it in all worlds of a check; but 0,
  /// as always, is one key for all. Drawn from the seed, which the pipeline may not know.
  private static func chance(_ scenario: Scenario) -> UInt64 {
    let chance = scenario.pipeline.chance
    guard chance != 0 else { return 0 }
    let words = RandomKey(seed: scenario.seed, purpose: Purpose("scenarios.chance"), entity: chance)
      .block(0)
    return UInt64(words.1) << 32 | UInt64(words.0)
  }

  /// Each home's share of the exceptions that may be kept, for each side of the ledger.
  static func ledgerRowCap(_ scenario: Scenario) -> Int {
    scenario.ledgerRowCountMax / (2 * max(scenario.homeCount, 1))
  }
}

extension HouseholdPattern {
  /// The data plan's alert scaled to rooms: above 24.0 °C, next above 24.5 °C, within 15 min.
  static func temperatureAlertInRooms() throws -> HouseholdPattern {
    try temperatureAlert(start: 24.0, alert: 24.5, within: .minutes(15))
  }
}
