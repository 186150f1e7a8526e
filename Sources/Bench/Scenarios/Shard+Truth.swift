internal import Clockwork
internal import Dwellings
internal import Homes
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// What a shard keeps of the truth of an hour.
extension Shard {
  /// For judging the wire again.
  func keepHour() {
    hours.append(
      ScoredHour(
        end: home.now, truth: truth, oracles: oracleForecasts,
        fusion: scorer.judges?.fusion.oracleSums ?? [],
        heard: scorer.judges?.fusion.heard.value ?? 0), scoredFrom: scorer.start)
    oracleForecasts.removeAll()
    scorer.judges?.fusion.oracleSums.removeAll()
  }

  /// For the fingerprint and the run's files.
  func takeTruth() {
    home.dwelling.forEachStateValue { truthHash.combine($0) }
    for event in truth.events {
      let row = TruthRows.row(event, home: index)
      row.combine(into: &truthHash)
      if keeping.truth { keep(row, of: event) }
      if case .incident(let kind, let room, let severity, let from, let to) = event {
        incidentsSeen.append(
          IncidentRecord(
            home: index, kind: kind, room: room.map { home.plan.rooms[$0.index].name },
            severity: severity, start: from, end: to))
      }
    }
    for state in truth.homes {
      truthHash.combine(state.electricPowerW)
      for hour in storage?.add(state) ?? [] { truthRows.storage.append((index, hour)) }
    }
    if air != nil { takeAir() }
  }

  private func keep(_ row: TruthRows.Row, of event: TruthEvent) {
    guard let bout = event.bout else { return truthRows.rows.append(row) }
    guard let whole = activities.add(bout) else { return }
    truthRows.rows.append(TruthRows.row(TruthEvent(whole), home: index))
  }

  /// What residents were about when the run ended.
  func keepOpenActivities() {
    truthRows.rows += activities.finish().map { TruthRows.row(TruthEvent($0), home: index) }
  }

  private func takeAir() {
    for (row, state) in truth.homes.enumerated() {
      let first = row * truth.roomCount
      let rooms = truth.air[first..<first + truth.roomCount]
      for hour in air?.add(rooms, at: state.time) ?? [] { truthRows.air.append((index, hour)) }
    }
  }
}
