internal import Clockwork
internal import Residents
internal import Telemetry
internal import Truth

/// A wish whose speaker will look whether it came true.
struct OpenWish: Sendable {
  var spoken: SpokenTruth
  var intent: Intent
  /// "Warmer" is told by what was so before.
  var before: DeviceStates
  /// When the home first was as wished.
  var fulfilledAt: SimTime?
}

/// Residents look after what they asked for and now and then say how it went.
///
/// They judge by what is so, not by what the house says. Questions are not looked after: an answer
/// never comes back into the home, so nobody in it could tell silence from an answer.
extension Home {
  /// Somebody has said what they want; they will look at their own time.
  mutating func watch(_ spoken: SpokenTruth, speaker: Int) {
    guard let intent = spoken.intent, intent.target != .home else { return }
    let states = DeviceStates(self)
    let isSo = states.satisfies(intent, before: states)
    let wish = OpenWish(
      spoken: spoken, intent: intent, before: states, fulfilledAt: isSo ? now : nil)
    let place = wishes.firstIndex { $0 == nil } ?? wishes.count
    if place == wishes.count { wishes.append(wish) } else { wishes[place] = wish }
    queue.schedule(
      at: household.lookTime(of: spoken.resident, spokenAt: now), entity: 1 + UInt32(speaker),
      payload: HomeEvent(kind: .look, index: UInt32(place)))
  }

  /// Notes what has come true, after anything that people or commands did.
  mutating func noteWishes() {
    guard !wishes.isEmpty else { return }
    let states = DeviceStates(self)
    for place in wishes.indices {
      guard let wish = wishes[place], wish.fulfilledAt == nil,
        states.satisfies(wish.intent, before: wish.before)
      else { continue }
      wishes[place]?.fulfilledAt = now
    }
  }

  mutating func lookAfterWish(
    _ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    guard let wish = wishes[place] else { return }
    wishes[place] = nil
    if wishes.allSatisfy({ $0 == nil }) { wishes.removeAll() }
    let spoken = wish.spoken
    guard !isMuted, household.canLook(spoken.resident),
      let room = household.room(of: spoken.resident)
    else { return }
    // What came true and was undone is not so.
    let isSo = DeviceStates(self).satisfies(wish.intent, before: wish.before)
    let fulfilledAt = isSo ? wish.fulfilledAt ?? now : nil
    let opinion = household.opinion(
      of: spoken.resident, spokenAt: spoken.time, wait: fulfilledAt.map { $0 - spoken.time })
    guard let opinion else { return }
    let feedback = Feedback(
      resident: spoken.resident, utteranceDevice: spoken.message.device,
      utteranceSequence: spoken.message.sequence, rating: UInt8(opinion.rating),
      comment: opinion.comment)
    let sent = send(
      .feedback(feedback), kind: .userFeedback, device: speaker(near: room), at: now, wire: &wire)
    probes.hit(opinion.rating < 3 ? .poorRating : .goodRating)
    truth.events.append(
      .feedback(
        FeedbackTruth(
          message: sent.id, time: now, resident: spoken.resident, utterance: spoken.message,
          spokenAt: spoken.time, fulfilledAt: fulfilledAt, rating: opinion.rating,
          comment: opinion.comment)))
  }
}
