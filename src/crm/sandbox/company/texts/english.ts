/** `verdict|reason|text` by the labelling guide; {name} a person at the customer, {firm} the customer, {day} the due date. */
export const englishFollowUps = `
solution||Good call w/ {name}. I'm sending the revised quote by {day}.
solution||Demo booked with {name} and their plant manager for {day}, agenda agreed.
solution|price|{name} says we're 12% over what they can pay. I'll send a two-step offer without the service part by {day}.
solution|budget|Capex frozen till January. Preparing a rental option, with {name} by {day}.
solution|decision_maker|{name} can't sign alone, CFO has to. I'm calling the CFO on {day} to walk him through the payback sheet.
solution|no_response|Three mails unanswered. If nothing by then I call their front desk on {day} and ask for {name}'s deputy.
solution|competitor|They also have an offer from Brenntec. I'll take our side-by-side test results to {name} on {day}.
solution|terms|Payment in 90 days is a no for finance. I send {name} the 45 day proposal by {day}.
solution|product_fit|SAP connector missing. Asked presales to show the workaround to {name}, session is on {day}.
solution|timing|Line stop is in November. Site visit fixed for {day} so we can measure before that.
solution||Visit to {firm} on {day}: I bring the sample unit, {name} gets the maintenance people in the room.
solution|internal|Our legal sat on the draft. I get it back from them and mail it to {name} by {day}.
vague||Will follow up with {name} soon.
vague||Need to push this a bit, keep the relationship warm.
vague|price|Price is an issue. I'll see what I can do about a discount and come back to them.
vague|budget|No budget right now, will try again when things look better.
vague|no_response|Not picking up for weeks. I'll keep trying.
vague|decision_maker|Waiting for the board. I'll chase {name} after that.
vague|competitor|Looking at Brenntec as well. I should probably arrange a demo at some point.
vague||Promising. Will prepare something nice for {name}.
vague|timing|Busy season at {firm}. Going to check back in due course.
excuse|price|{name} thinks we are too expensive. End of story.
excuse|price|Way above what they pay today, they want 20% off and won't move.
excuse|price|Cheaper quote on the table. Nothing we can do at our price list.
excuse|budget|Budget frozen for the whole year at {firm}.
excuse|budget|They have no money left, everything was spent on the new hall.
excuse|timing|{name} on holiday, then stocktaking, then trade fair. Not now.
excuse|timing|They don't want to decide before next quarter.
excuse|no_response|{name} doesn't answer mails or phone, four attempts so far.
excuse|no_response|Ghosted since the demo. Waiting to hear back.
excuse|decision_maker|Stuck with procurement, {name} has no influence there.
excuse|decision_maker|Board has to approve, nobody knows when they meet.
excuse|competitor|They have Brenntec in house and like them.
excuse|product_fit|Doesn't connect to their old MES, so they see no point.
excuse|terms|Their lawyers don't accept our liability clause.
excuse|need|{name} says the spreadsheets do the job, they don't feel the pain.
excuse|lead_quality|Marketing lead, student project. Wrong person completely.
excuse|internal|Still nothing from our presales, can't move without them.
excuse|workload|Too many deals on my desk, did not get round to {firm}.
excuse|market|Whole industry is on short time, nobody buys machines.
log||Called {name}, left a voicemail.
log||Sent the brochure and price list to {name} this morning.
log||Intro call with {name}, 20 min, went through their process.
log||{name} confirmed they got the offer.
log||Met {name} and two shift leaders on site, saw lines 2 and 3.
log||Had lunch with {name}, talked about the new hall.
log||n/a, tried mobile.
log||Got the floor plan from {name} by mail.`;

export const englishNextSteps = `
Send revised quote to the customer
Technical session with their maintenance team
Call the plant manager
Prepare payback sheet for CFO
Demo on site
Get signed NDA back
Agree payment terms`;

export const englishLostReasons = `
Price too high
Went with competitor
Project cancelled
No budget this year
No decision`;

export const englishSmallTalk = `
Hi {name},<br><br>thanks for your time today. As discussed I attach the overview of the modules and the reference list.<br><br>Best regards
Hi {name},<br>please find the updated figures attached. Happy to go through them with you.<br><br>Kind regards
Dear {name},<br><br>just checking that the documents reached you.<br><br>Best wishes`;

export const englishReply = `Thank you, we received it and will look into it internally. Price is still a topic for our finance people.`;
