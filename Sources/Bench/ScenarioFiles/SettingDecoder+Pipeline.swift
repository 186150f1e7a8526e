internal import Clockwork
internal import Quantities

extension SettingDecoder {
  static func pipeline(_ root: Setting) -> Scenario.Pipeline {
    Scenario.Pipeline(
      sampling: sampling(root.get("sampling")), quality: quality(root.get("quality")),
      ingestion: Scenario.Ingestion(
        lateness: root.get("ingestion").get("lateness").wholeDuration,
        deduplicates: root.get("ingestion").get("deduplicate").wholeFlag),
      fusion: root.get("fusion").get("method").choice(),
      patterns: root.get("patterns").items.map { $0.choice() },
      forecasting: Scenario.Forecasting(
        target: root.get("forecasting").get("target").choice(),
        horizons: root.get("forecasting").get("horizons").items.map(\.wholeDuration),
        model: root.get("forecasting").get("model").choice()),
      agents: agents(root.get("agents")), chance: root.get("chance").wholeSeed,
      outside: programs(root["outside"]))
  }

  private static func programs(_ setting: Setting?) -> [Scenario.Program] {
    Scenario.Program.Stage.allCases.compactMap { stage in
      guard let program = setting?[stage.rawValue] else { return nil }
      return Scenario.Program(
        stage: stage, command: program.get("command").items.compactMap(\.text),
        timeout: program.get("timeout").wholeDuration,
        answersAfter: program["answers_after"]?.duration,
        onFailure: program.get("on_failure").choice())
    }
  }

  private static func sampling(_ setting: Setting) -> Scenario.Sampling {
    let tolerance = setting.get("tolerance")
    return Scenario.Sampling(
      method: setting.get("method").choice(), period: setting.get("period").wholeDuration,
      tolerance: Scenario.Sampling.Tolerance(
        temperature: Kelvins(tolerance.get("temperature").wholeNumber),
        humidity: tolerance.get("humidity").wholeRatio,
        co2: PartsPerMillion(tolerance.get("co2").wholeNumber),
        illuminance: Lux(tolerance.get("illuminance").wholeNumber),
        power: Watts(tolerance.get("power").wholeNumber),
        particlesUgM3: tolerance.get("pm25").wholeNumber,
        vapourIndex: tolerance.get("voc_index").wholeNumber,
        noiseDB: tolerance.get("noise_level").wholeNumber),
      heartbeat: setting.get("heartbeat").wholeDuration)
  }

  private static func quality(_ setting: Setting) -> Scenario.Quality {
    Scenario.Quality(
      checksRange: setting.get("range").wholeFlag,
      spikeThresholdSigma: setting.get("spike").get("threshold").wholeNumber,
      stuckAfter: setting.get("stuck").get("after").wholeDuration,
      gapPeriodCount: setting.get("gap").get("periods").wholeCount,
      driftThresholdSigma: setting.get("drift").get("threshold").wholeNumber,
      driftConfirm: setting.get("drift").get("confirm").wholeDuration)
  }

  private static func agents(_ setting: Setting) -> Scenario.Agents {
    let energy = setting.get("energy")
    return Scenario.Agents(
      tick: setting.get("tick").wholeDuration,
      answersUtterances: setting.get("conversation").get("enabled").wholeFlag,
      energy: Scenario.Agents.Energy(
        method: energy.get("method").choice(),
        setback: Kelvins(energy.get("setback").wholeNumber),
        longSetback: Kelvins(energy.get("long_setback").wholeNumber),
        sleepSetback: Kelvins(energy.get("sleep_setback").wholeNumber),
        after: energy.get("after").wholeDuration),
      commandLatency: setting.get("command_latency").wholeDuration,
      commandLoss: setting.get("command_loss").wholeRatio)
  }
}
