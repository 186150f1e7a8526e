internal import Clockwork
package import Homes

extension RunPlan {
  /// The weather of a whole run, made as a run makes it window by window; for benches.
  package func weather() -> WeatherTrack {
    WeatherTracks(self).track(
      from: birth, through: (end + .hours(26)).roundedUp(to: .minutes(1), from: birth))
  }
}
