import Clockwork
import Homes
import Lanes
import Sampling
import ScenarioFiles
import Scoring
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Saying nothing is an answer, too: it must cost what it costs.
@Suite struct SilenceTests {
  /// The accuracy and mean cost of an agent that says nothing to what it heard.
  private func silence(heard: Bool) throws -> (accuracy: Score, cost: Score) {
    var judge = ConversationJudge()
    let message = MessageID(home: HomeID(0), device: DeviceIndex(0), sequence: 1)
    judge.take(
      SpokenTruth(
        message: message, time: SimTime(microseconds: 0), resident: ResidentIndex(0),
        room: RoomIndex(0), text: "light on", intent: Intent(action: .turnOn, target: .lamp),
        phraseClass: .plain))
    if heard { judge.take(heard: message) }
    var board = ScoreBoard(definitions: ConversationScorer.definitions)
    judge.finish(day: { _ in 0 }, board: &board, firstScore: 0)
    func score(_ index: Int) -> Score {
      Judge.score(board.definitions[index], tallies: [board.tallies[index]])
    }
    return (score(1), score(0))
  }

  @Test func noAnswerIsARefusal() throws {
    let heard = try silence(heard: true)
    #expect(heard.accuracy.value == 0 && heard.cost.value == ConversationScorer.refusalCost)
    let lost = try silence(heard: false)
    #expect(lost.accuracy.value == nil && lost.cost.count == 0, "lost words are nobody's fault")
  }

  /// A home whose thermometers report each fifth measurement.
  private func shard(audited: Bool, sampling: String, days: Int = 3) throws -> Shard {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=\(days)d", "faults=[]", "oracle.homes=0", "players.agents=[]",
        "audit.homes=\(audited ? 1 : 0)", "pipeline.sampling=\(sampling)",
        // All of which measure once a minute.
        "world.devices.models=[]",
      ])
    let tracks = WeatherTracks(plan)
    let shard = Shard(
      plan, home: 0, weather: tracks.track(from: plan.birth, through: plan.end),
      catalogue: ScoreCatalogue(), player: .ours, settings: plan.laneSettings)
    var time = plan.birth
    while time < plan.end {
      let from = time
      time = time + .days(1)
      shard.run(
        to: time, weather: tracks.track(from: from, through: from + .days(1) + .hours(26)))
    }
    shard.finish(at: plan.end)
    return shard
  }

  private func score(_ id: String, of shard: Shard) throws -> Score {
    let board = shard.scorer.board
    let index = try #require(board.definitions.firstIndex { $0.id == id })
    return Judge.score(board.definitions[index], tallies: [board.tallies[index]])
  }

  @Test func whatASleepingSensorMissesIsCharged() throws {
    let all = try shard(audited: true, sampling: "{method: fixed, period: 1min}")
    let fifth = try shard(audited: true, sampling: "{method: fixed, period: 5min}")
    let id = "sampling.temperature."
    #expect(try score(id + "rmse_k", of: all).value == 0)
    #expect((try score(id + "rmse_k", of: fifth).value ?? 0) > 0.005)
    let (measured, kept) = try (
      score(id + "rmse_k", of: all).count, score(id + "rmse_k", of: fifth).count
    )
    #expect((measured - kept).magnitude < measured / 50, "\(kept) of \(measured) are judged")
    let ratio = try #require(try score(id + "sent_ratio", of: fifth).value)
    #expect((ratio - 0.2).magnitude < 0.01)
  }

  /// A stage that says nothing at all scores exactly what the null does: no skill, and no escape.
  @Test func silentStagesScoreAsTheNull() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=6d", "history=8d", "faults=[]", "oracle.homes=0",
        "players.agents=[]", "pipeline.agents.energy.method=none",
      ])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(26))
    var home = Home(plan.specification(0), outdoor: weather.conditions[0])
    let settings = plan.laneSettings
    var lane = Lane(home: home.specification.home, settings: settings, birth: plan.birth)
    var edge = EdgeSampler(
      methods: settings.sampling.policies(home.sitePlan), home: home.specification.home)
    var (wire, conclusions) = (WireBuffer(), Conclusions())
    var truth = TruthBuffer(roomCount: home.sitePlan.rooms.count)
    home.commission(wire: &wire, truth: &truth)
    var scorer = HomeScorer(home: home, lane: settings, catalogue: ScoreCatalogue())
    var hour = plan.birth + .hours(1)
    while home.now < plan.end {
      let reached = home.advance(
        to: min(lane.nextStop, hour), weather: weather, edge: &edge, wire: &wire, truth: &truth)
      lane.catchUp(to: reached, wire: &wire, conclusions: &conclusions) { _, _ in }
      guard reached == hour else { continue }
      scorer.consume(truth: truth, conclusions: Conclusions(), tap: lane.tap)
      truth.removeAll()
      lane.tap.removeAll()
      conclusions.removeAll()
      hour = hour + .hours(1)
    }
    scorer.finish(end: plan.end)
    for id in [
      "fusion.temperature.rmse_k", "fusion.humidity.rmse_ratio", "forecasting.power_24h.mae_w",
    ] {
      let index = try #require(scorer.board.definitions.firstIndex { $0.id == id })
      let score = Judge.score(
        scorer.board.definitions[index], tallies: [scorer.board.tallies[index]])
      #expect(score.count > 100, "\(id)")
      #expect(score.value != nil && score.value == score.null, "\(id)")
    }
  }

  @Test func beingWatchedChangesNothing() throws {
    let sampling = "{method: fixed, period: 5min}"
    let watched = try shard(audited: true, sampling: sampling)
    let alone = try shard(audited: false, sampling: sampling)
    #expect(watched.wireHash == alone.wireHash)
    #expect(watched.truthHash == alone.truthHash)
  }
}
