"""The mail of `tests.bench.send_mail`: a Korean newsletter of ordinary length."""

SUBJECT = "{{ name }}님, 가을 소식을 전해 드려요"
PLAIN = """안녕하세요 {{ name }}님.

한빛물산입니다. 한 해 동안 저희를 찾아 주셔서 고맙습니다. 이번 가을에는 단골손님을 위해 새 상품을
먼저 보여 드리고, 자주 찾으시던 물건을 더 좋은 값에 준비했어요.

1. 가을 신상품 미리 보기: https://hanbit.example/fall
2. 자주 찾으신 상품 다시 담기: https://hanbit.example/again
3. 매장 찾기와 운영 시간: https://hanbit.example/shops

{{ name }}님께만 드리는 쿠폰은 이번 달 말일까지 쓰실 수 있어요. 궁금한 점이 있으면 언제든지 이
메일에 답장하시거나 고객센터로 전화해 주세요. 늘 곁에 있는 한빛물산이 되겠습니다.

고맙습니다.
한빛물산 드림
"""
HTML = (
    "<html><body><p>"
    + PLAIN.replace("\n\n", "</p><p>").replace("\n", "<br>")
    + "</p></body></html>"
)
