internal import Quantities

extension RoomFilter {
  /// Beyond this many standard deviations a silence does not fit: a message was lost, or the room
  /// does not do what the filter thinks.
  private static let beliefLimit = 3.0
  /// Beyond this the band says nothing that the filter does not know.
  private static let newsLimit = 3.5

  /// Takes a silence at the filter's time: the sensor's reading lies within a band.
  ///
  /// The normal distribution of what the sensor reads is cut to the band and replaced by the normal
  /// one of the same mean and variance.
  /// - Source: event-triggered estimation: Sijs and Lazar 2012; moments of a cut normal
  ///   distribution: Johnson, Kotz and Balakrishnan 1994, section 13.10.1.
  mutating func observeSilence(of sensor: Int, around value: Double, halfWidth: Double) {
    let (mean, variance) = expected(sensor: sensor)
    let sd = max(variance, 0).squareRoot()
    guard sd > 0 else { return }
    let low = (value - halfWidth - mean) / sd
    let high = (value + halfWidth - mean) / sd
    if low < -Self.newsLimit && high > Self.newsLimit { return }
    if low > Self.beliefLimit || high < -Self.beliefLimit {
      guard doubt(sensor, innovation: value - mean) else { return }
      return observeSilence(of: sensor, around: value, halfWidth: halfWidth)
    }
    believe(sensor)
    let share = Elementary.normalCDF(high) - Elementary.normalCDF(low)
    guard share > 1e-6 else { return }
    let (below, above) = (Elementary.normalPDF(low), Elementary.normalPDF(high))
    let moved = (below - above) / share
    let left = 1 + (low * below - high * above) / share - moved * moved
    update(sensor, shift: moved / sd, shrink: (1 - min(max(left, 0.05), 1)) / variance)
  }
}
