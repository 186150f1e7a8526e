internal import Clockwork
internal import Homes
internal import Lanes
internal import Outside
internal import Telemetry

/// A home whose stages outside programs stand in for: one that lives, or one whose wire is read
/// again.
protocol AskedHome: AnyObject, Sendable {
  /// When words arrived that wait for an answer.
  var waitingWords: SimTime? { get }
  /// Goes on to a moment, or until a program must be asked.
  func live(to end: SimTime) throws
  /// Goes on after words were answered.
  func liveOn(to end: SimTime) throws
  /// Goes on after the last answer at a control tick.
  func conclude() throws
  func ask(_ kind: StageKind, into batch: inout StageBatch)
  func take(_ answers: [StageAnswer], of kind: StageKind, lateness: SimDuration)
}

/// A shard under the weather of a window.
final class LivingHome: AskedHome {
  private let shard: Shard
  private let weather: WeatherTrack

  init(_ shard: Shard, weather: WeatherTrack) {
    self.shard = shard
    self.weather = weather
  }

  var waitingWords: SimTime? { shard.lane.waitingWords }
  func live(to end: SimTime) { shard.run(to: end, weather: weather) }
  func liveOn(to end: SimTime) { shard.answered(to: end, weather: weather) }
  func conclude() { shard.conclude(weather: weather) }
  func ask(_ kind: StageKind, into batch: inout StageBatch) { shard.ask(kind, into: &batch) }
  func take(_ answers: [StageAnswer], of kind: StageKind, lateness: SimDuration) {
    shard.take(answers, of: kind, lateness: lateness)
  }
}
