internal import Reporting
internal import Scoring

/// The parts of the report that look at the agents beside other players.
extension RunReport {
  // MARK: Conversation

  var conversation: ReportSection {
    let kinds = [
      ("every utterance", "agents.conversation.accuracy_ratio"),
      ("plain words", "agents.conversation.plain.accuracy_ratio"),
      ("words never seen", "agents.conversation.held_out.accuracy_ratio"),
      ("slips of the tongue", "agents.conversation.slip.accuracy_ratio"),
      ("impossible wishes", "agents.conversation.impossible.accuracy_ratio"),
      ("wish fulfilled in time", "agents.conversation.task_success_ratio"),
    ]
    let rows = kinds.compactMap { label, id in score(id).flatMap { row(label, $0) } }
    let wrong = score("agents.conversation.wrong_act_ratio")?.value.map {
      " It did the wrong thing after \(NumberText.short($0 * 100)) % of utterances."
    }
    return ReportSection(
      id: "agents", title: "Words understood",
      text: "Residents speak to the house; the agent acts, answers or refuses." + (wrong ?? ""),
      figures: rows.isEmpty
        ? []
        : [
          .dots(
            DotFigure(
              id: "words", title: "Share of utterances understood rightly, by kind",
              caption: "The null refuses everything, which is right for impossible wishes only; "
                + "bars are 95 % intervals over homes. The last row asks for the deed: within five "
                + "minutes the house is as it was wished.",
              axis: "share", unit: "", rows: rows, extent: 0...1, nullName: "null (refuses all)"))
        ])
  }

  // MARK: Energy

  /// A player of energy with what it used and how much discomfort it left, a home and day.
  private struct EnergyPlayer {
    var name: String
    var hvacKWh: Double
    var discomfortKh: Double
    var money: Double?
    var co2: Double?
    var skill: Double?

    var cost: Double { hvacKWh + EnergyScorer.discomfortKWhPerKh * discomfortKh }
  }

  private var energyPlayers: [EnergyPlayer] {
    let ids = ["hvac_kwh", "discomfort_kh", "money_usd", "co2_kg"].map { $0 + "_per_day" }
    func player(
      _ name: String, skill: Double?, _ own: (Score) -> Double?, prefix: String = ""
    ) -> EnergyPlayer? {
      let values = ids.map { score("agents.energy." + prefix + $0).flatMap(own) }
      guard let hvac = values[0], let discomfort = values[1] else { return nil }
      return EnergyPlayer(
        name: name, hvacKWh: hvac, discomfortKh: discomfort, money: values[2], co2: values[3],
        skill: skill)
    }
    let cost = score("agents.energy.cost_kwh_per_day")
    let schedule = score("agents.energy.schedule.cost_kwh_per_day")
    return [
      player("no agent (null)", skill: cost?.null == nil ? nil : 0) { $0.null },
      player("fixed schedule", skill: schedule?.skill, { $0.value }, prefix: "schedule."),
      player("our agent", skill: cost?.skill) { $0.value },
      player("foresight (oracle)", skill: cost?.oracle == nil ? nil : 1) { $0.oracle },
    ].compactMap { $0 }
  }

  var energy: ReportSection {
    let players = energyPlayers
    let why = score("agents.energy.cost_kwh_per_day")?.why
    guard players.count > 1 else {
      return ReportSection(
        id: "comfort", title: "Comfort and energy",
        text: players.isEmpty
          ? "No agent ran the heating in this run."
          : "Our agent has no other player beside it in this run: "
            + (why ?? "players.agents names none") + ".")
    }
    let factor = NumberText.short(EnergyScorer.discomfortKWhPerKh, digits: 1)
    return ReportSection(
      id: "comfort", title: "Comfort and energy",
      text: "Each player is a whole run of the same seed: the same weather, the same people. "
        + "Discomfort counts at \(factor) kWh for each kelvin-hour outside what those at home want."
        + (why.map { " Note: \($0)." } ?? ""),
      figures: [.stack(costs(players)), .scatter(comfort(players))],
      table: ReportTable(
        columns: ["player", "cost", "energy", "discomfort", "money", "CO2", "skill"],
        rows: players.map { player in
          [player.name]
            + [
              player.cost, player.hvacKWh, player.discomfortKh, player.money, player.co2,
            ].map { NumberText.short($0) }
            + [player.skill.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing]
        },
        caption: "A home and day: cost and energy in kWh, discomfort in K h, money in USD, carbon "
          + "dioxide in kg. The schedule's money and carbon dioxide are not scored."))
  }

  private func costs(_ players: [EnergyPlayer]) -> StackFigure {
    StackFigure(
      id: "energy-cost", title: "What each player costs",
      caption: "Energy for heating and cooling, and discomfort at its price. Shorter is better.",
      axis: "cost of a home and day", unit: "kWh", parts: ["energy", "discomfort"],
      bars: players.map {
        StackFigure.Bar(
          $0.name, [$0.hvacKWh, EnergyScorer.discomfortKWhPerKh * $0.discomfortKh])
      })
  }

  private func comfort(_ players: [EnergyPlayer]) -> ScatterFigure {
    ScatterFigure(
      id: "comfort-energy", title: "Comfort against energy",
      caption: "Down and to the left is better: less energy, less discomfort.",
      xAxis: "heating and cooling of a home and day", xUnit: "kWh",
      yAxis: "discomfort of a home and day", yUnit: "K h",
      points: players.map {
        ScatterFigure.Point(x: $0.hvacKWh, y: $0.discomfortKh, group: $0.name)
      })
  }
}
