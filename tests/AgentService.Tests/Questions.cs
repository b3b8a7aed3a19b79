namespace AgentService.Tests;

/// <summary>
/// What people ask, in their own words, and the document that must answer. The search needs a real database, so this table is for the tests that
/// have one.
/// </summary>
public static class Questions
{
    /// <summary>A question and the document whose passage must come first.</summary>
    public static IReadOnlyList<(string Question, string Document)> Answered { get; } =
    [
        ("How do I connect to the VPN from home?", "vpn.md"),
        ("my laptop is 5 years old, can I get a new one", "laptops.md"),
        ("forgot my password", "passwords.md"),
        ("I can't remember my password, what do I do?", "passwords.md"),
        ("My account is locked after too many attempts", "passwords.md"),
        ("How often does my password expire?", "passwords.md"),
        ("I have a new phone, how do I move the authenticator app?", "passwords.md"),
        ("how do i set up MFA", "passwords.md"),
        ("vpn keeps disconnecting every few minutes", "vpn.md"),
        ("Where can I download the VPN client for my Mac?", "vpn.md"),
        ("Can I use the VPN when I travel to another country?", "vpn.md"),
        ("When am I eligible for a laptop refresh?", "laptops.md"),
        ("My laptop was stolen on the train!", "laptops.md"),
        ("I spilled coffee over my keyboard", "laptops.md"),
        ("my computer is really slow since yesterday", "laptops.md"),
        ("I'd like a second monitor for my home office", "laptops.md"),
        ("I need a program that isn't in the catalogue", "software.md"),
        ("how long does it take until my software request is approved?", "software.md"),
        ("My Adobe licence has expired", "software.md"),
        ("I need admin rights to install something", "software.md"),
        ("How do I set an out of office message?", "email-and-calendar.md"),
        ("my mailbox is full and I cannot send mails", "email-and-calendar.md"),
        ("How do I get my email on my iPhone?", "email-and-calendar.md"),
        ("book a meeting room for tomorrow", "email-and-calendar.md"),
        ("The wifi in the office does not work on my phone", "network-and-printing.md"),
        ("How do I print in colour?", "network-and-printing.md"),
        ("my customer needs internet access, is there a guest network?", "network-and-printing.md"),
        ("I got a strange e-mail, is this phishing?", "security.md"),
        ("I clicked on a link in a phishing mail and entered my password", "security.md"),
        ("What is the phone number of the service desk?", "service-desk.md"),
        ("Can I talk to a human?", "service-desk.md"),
        ("what is the status of my ticket", "service-desk.md"),
        ("The screen of my notebook is cracked", "laptops.md"),
        ("my machine won't boot anymore", "laptops.md"),
        ("How do I order a new laptop for a new employee", "laptops.md"),
        ("My battery only lasts 20 minutes", "laptops.md"),
        ("I can't reach the intranet from my hotel", "vpn.md"),
        ("Hi team, since this morning I have been working from a hotel in Berlin and my VPN connection "
            + "drops all the time, I already restarted the laptop twice and also tried a different browser but nothing helps, what can I do about it?", "vpn.md"),
        ("vpn not working", "vpn.md"),
        ("How long must my password be?", "passwords.md"),
        ("2FA code does not arrive", "passwords.md"),
        ("lost my phone and can't approve the MFA prompt", "passwords.md"),
        ("Can you install Photoshop for me?", "software.md"),
        ("How do I get a Visio license?", "software.md"),
        ("who has to approve my software order", "software.md"),
        ("Can I buy a SaaS subscription with my credit card?", "software.md"),
        ("I accidentally deleted an important email", "email-and-calendar.md"),
        ("We need a shared mailbox for our team", "email-and-calendar.md"),
        ("Outlook on android", "email-and-calendar.md"),
        ("I'm going on holiday, how do I set up an automatic reply", "email-and-calendar.md"),
        ("printer is jammed", "network-and-printing.md"),
        ("scan to email", "network-and-printing.md"),
        ("what's the wi-fi password", "network-and-printing.md"),
        ("I think I have a virus", "security.md"),
        ("May I paste customer data into ChatGPT?", "security.md"),
        ("Someone asks me for gift cards by mail", "security.md"),
        ("how can I reach IT support", "service-desk.md"),
        ("when is the help desk open?", "service-desk.md"),
        ("I want to open a ticket", "service-desk.md"),
        ("a new colleague starts next month, what do I have to order?", "service-desk.md"),
    ];

    /// <summary>Questions the knowledge base has no answer to: the agent must say so.</summary>
    public static IReadOnlyList<string> Unanswered { get; } =
    [
        "What is the capital of France?",
        "Tell me a joke",
        "What's the weather like tomorrow?",
        "Who won the football match yesterday?",
        "How do I bake bread?",
        "Write a poem about spring",
        "What is the meaning of life?",
        "How old is the universe?",
        "Who is the president of the United States?",
        "What is 2 + 2?",
        "Translate 'good evening' into French",
        "How do I cook pasta?",
        "Where is my salary statement?",
        "Who wrote Romeo and Juliet?",
        "Which bus goes to the airport?",
        "How tall is Mount Everest?",
        "When was the company founded?",
        "What time is it in Tokyo?",
        "how do I teach a dolphin to sing",
        "how much is a new car",
    ];
}
