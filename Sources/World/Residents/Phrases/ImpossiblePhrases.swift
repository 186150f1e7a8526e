/// Wishes that no house of this kind can fulfil: the right answer is a refusal.
extension PhraseSet {
  static let impossible = PhraseSet(
    named: "",
    here: "",
    whole: """
      order a large pepperoni pizza
      open the garage door
      turn on the {missing} light
      set the heating to {absurd}
      play some jazz
      call my mother
      lock the front door
      water the plants
      what's the capital of peru
      close the blinds
      start the robot mower
      set a timer for ten minutes
      add milk to the shopping list
      turn the {missing} lamp off
      make the thermostat {absurd}
      feed the cat
      tell me a joke
      wake me up at seven
      how much is a flight to lisbon
      run me a bath
      turn on the sprinklers
      is the {missing} warm
      read me my messages
      book a table for two tonight
      remind me to pay the rent
      turn the volume up
      change the tv to channel four
      dim the {missing} to thirty percent
      open the curtains
      send the vacuum round
      when does the next bus leave
      take the bins out
      make the lamp purple
      ~ get me a taxi to the station
      ~ heat the place to {absurd}
      ~ draw the curtains
      ~ put the lights on in the {missing}
      ~ let the dog out
      ~ who won the match last night
      ~ what's in the fridge
      ~ take a picture of whoever is at the door
      ~ pause the film
      ~ translate good morning into french
      ~ ring the doorbell
      ~ fill up the car
      ~ what's the humidity in the {missing}
      ~ turn off the neighbours' lights
      ~ make it snow
      ~ pay the electricity bill
      ~ iron my shirt
      ~ bring me a cup of tea
      ~ cool the house to {absurd}
      ~ raise the shutters
      ~ mute the television
      ~ is the {missing} window open
      ~ delete my calendar for friday
      ~ text dad i'm late
      """)
}
