"""Words by which people head the columns of their lists, for each record type (U5).

{field: words without spaces and marks}; what a field is called on the screens counts besides.
"""

from __future__ import annotations

CUSTOMER = {
    "name": "이름 성명 고객명 성함 담당자명 name fullname customername",
    "company_name": "회사명 회사 업체명 직장명 직장 상호 기업명 법인명 거래처 거래처명 소속"
    " company companyname",
    "account": "거래처코드 회사코드 사업자번호 사업자등록번호 account",
    "department": "부서 부서명 department",
    "title": "직책 직위 직급 title jobtitle position",
    "mobile": "핸드폰 휴대폰 휴대전화 핸드폰번호 휴대폰번호 휴대전화번호 이동전화 모바일 연락처"
    " hp mobile cell cellphone",
    "email": "이메일 메일 이메일주소 메일주소 전자우편 email mail emailaddress",
    "work_phone": "직장전화 회사전화 전화 전화번호 유선전화 대표전화 사무실전화 tel phone"
    " workphone",
    "fax": "팩스 팩스번호 fax",
    "homepage": "홈페이지 웹사이트 homepage website url",
    "birth_date": "생년월일 생일 birthday birthdate dateofbirth",
    "sex": "성별 남녀 sex gender",
    "occupation": "직업 직종 occupation job",
    "income": "소득 소득수준 월소득 수입 income",
    "grade": "등급 고객등급 관리등급 grade",
    "grade_is_manual": "등급고정 등급직접지정 수동등급 manualgrade",
    "contact_interval": "관리주기 접촉주기 연락주기 contactinterval interval",
    "source": "출처 유입경로 유입 source",
    "code": "고객코드 고객번호 코드 code customercode customerno",
    "owner": "담당자 담당 담당직원 담당사원 담당영업 owner manager salesrep",
    "memo": "메모 비고 특이사항 memo note notes remark",
    "home_postcode": "우편번호 자택우편번호 집우편번호 우편 zip zipcode postcode postalcode",
    "home_line1": "주소 자택주소 집주소 기본주소 도로명주소 address address1",
    "home_line2": "상세주소 주소상세 자택상세주소 나머지주소 address2",
    "work_postcode": "직장우편번호 회사우편번호 workpostcode",
    "work_line1": "직장주소 회사주소 사업장주소 workaddress",
    "work_line2": "직장상세주소 회사상세주소 workaddress2",
    "mail_ads": "메일수신동의 이메일수신동의 메일동의 이메일동의 메일수신 이메일수신"
    " emailconsent emailoptin",
    "sms_ads": "문자수신동의 sms수신동의 문자동의 sms동의 문자수신 sms수신 smsconsent smsoptin",
    "night": "야간수신동의 야간문자동의 야간동의 야간수신 nightconsent",
    "phone_ads": "전화수신동의 전화동의 전화수신 tm동의 phoneconsent",
    "post_ads": "우편수신동의 우편동의 dm수신동의 dm동의 dm수신 우편수신 postconsent",
    "fax_ads": "팩스수신동의 팩스동의 팩스수신 faxconsent",
    "consent_on": "수신동의일 동의일 동의일자 동의일시 수신동의일자 수신동의일시 동의날짜"
    " consentdate optindate",
    "consent_source": "동의경로 수신동의경로 동의출처 동의방법 수신동의출처 consentsource"
    " optinsource",
    "consent_proof": "동의증빙 증빙 동의근거 수신동의증빙 consentproof",
    "kind": "고객구분 고객유형 구분 customertype",
    "is_unnamed": "비실명 비회원 익명 unnamed anonymous",
    "contacting": "인아웃바운드 인바운드 아웃바운드 inout inoutbound",
    "joins_events": "이벤트참여 이벤트참여여부 행사참여 events",
    "is_excluded": "제외대상 제외대상여부 발송제외 제외 excluded",
    "monthly_mailing": "매달발송 매달발송대상 월발송 정기발송 monthly",
    "mass_mailing": "대발송 대량발송 massmail",
    "address_confirmed": "주소확인 주소확인여부 addressconfirmed",
    "related_staff": "관련직원 관계직원 내부직원 relatedemployee",
    "staff_relation": "직원관계 내부직원관계 관계 relation",
}
ACCOUNT = {
    "name": "거래처명 거래처 회사명 회사 업체명 업체 상호 상호명 기업명 법인명 account accountname"
    " company companyname name",
    "business_number": "사업자번호 사업자등록번호 사업자 businessnumber brn",
    "state": "상태 거래상태 state status",
    "representative": "대표자명 대표자 대표 대표이사 ceo representative",
    "industry": "업종 업태 산업 industry",
    "size": "규모 기업규모 size",
    "grade": "등급 거래처등급 grade",
    "credit": "신용등급 신용도 신용 credit",
    "founded": "설립년도 설립연도 설립일 founded",
    "employees": "직원수 종업원수 사원수 임직원수 employees",
    "revenue": "매출 매출액 연매출 연매출액 연간매출 revenue",
    "phone": "전화 전화번호 대표전화 대표번호 연락처 phone tel",
    "fax": "팩스 팩스번호 fax",
    "homepage": "홈페이지 웹사이트 homepage website url",
    "postcode": "우편번호 zip zipcode postcode",
    "line1": "주소 회사주소 사업장주소 본사주소 기본주소 address address1",
    "line2": "상세주소 나머지주소 주소상세 address2",
    "parent": "상위거래처 모회사 본사 parent parentaccount",
    "owner": "담당자 담당 담당직원 담당사원 담당영업 owner manager salesrep",
    "memo": "메모 비고 특이사항 memo note notes remark",
}
ACCOUNT |= {
    "source": "출처 유입경로 유입 source",
    "favour": "우호도 거래등급 우호등급 favour",
    "group": "거래처그룹 그룹 분류 그룹명 group category",
    "is_partner": "협력업체 파트너 협력사 partner",
    "is_competitor": "경쟁업체 경쟁사 competitor",
    "capital": "자본금 capital",
    "goods": "생산제품 생산제품명 생산품 주요제품 products",
    "output": "생산규모 생산능력 output capacity",
}
CONTACT = {
    "customer": "고객 고객명 고객이름 이름 고객코드 customer",
    "medium": "매체 접촉매체 접촉방법 방법 구분 유형 medium channel type",
    "subject": "제목 요약 subject title",
    "contacted_at": "접촉일 접촉일시 접촉일자 상담일 상담일시 일시 날짜 일자 contactedat"
    " date datetime",
    "staff": "담당자 접촉자 상담원 상담자 작성자 직원 staff agent",
    "memo": "내용 메모 상담내용 접촉내용 비고 memo note notes content",
    "next_action": "다음할일 후속조치 향후계획 nextaction nextstep",
    "next_on": "다음예정일 예정일 후속일 nextdate duedate",
}
ORDER = {
    "customer": "고객 고객명 고객이름 주문자 구매자 고객코드 customer buyer",
    "account": "거래처 거래처명 회사 회사명 account company",
    "number": "주문번호 번호 ordernumber orderno number",
    "state": "상태 주문상태 진행상태 state status",
    "ordered_at": "주문일 주문일시 주문일자 구매일 결제일 orderedat orderdate date",
    "due_on": "납기일 납기 배송예정일 duedate due",
    "amount": "금액 주문금액 결제금액 총금액 합계 매출 amount total",
    "product": "상품 상품명 품명 품목 제품 제품명 product item",
    "owner": "담당자 담당 담당직원 owner salesrep",
    "memo": "메모 비고 배송메모 memo note notes",
}
LINE = {
    "order": "주문 주문번호 order ordernumber orderno",
    "product": "상품 상품코드 제품코드 품번 product productcode sku",
    "name": "상품명 품명 품목 품목명 제품명 name item",
    "quantity": "수량 개수 quantity qty",
    "unit_price": "단가 가격 판매가 unitprice price",
    "discount": "할인 할인액 할인금액 discount",
    "memo": "메모 비고 memo note",
}
PRODUCT = {
    "name": "상품명 상품 제품명 제품 품명 품목 품목명 name product productname",
    "code": "상품코드 제품코드 품번 코드 code sku productcode",
    "category": "분류 카테고리 상품분류 category",
    "price": "단가 가격 판매가 정가 price unitprice",
    "unit": "단위 unit",
    "is_active": "판매중 판매여부 사용여부 판매 active forsale",
    "memo": "메모 비고 설명 memo note description",
}
MATERIAL = {
    "customer": "고객 고객명 고객이름 이름 고객코드 customer",
    "document": "자료 자료명 요청자료 문서 문서명 document material",
    "way": "매체 발송매체 발송방법 방법 medium way",
    "requested_at": "요청일 요청일시 요청일자 접수일 requestedat requestdate date",
    "due_on": "발송예정일 예정일 duedate",
    "sent_on": "발송일 발송일자 sentdate sentat",
    "owner": "담당자 담당 담당직원 owner staff",
    "memo": "메모 비고 memo note notes",
}
COMPLAINT = {
    "customer": "고객 고객명 고객이름 이름 고객코드 민원인 customer",
    "subject": "제목 민원제목 요약 subject title",
    "kind": "구분 민원구분 불만구분 유형 kind type",
    "state": "상태 처리상태 진행상태 state status",
    "received_at": "접수일 접수일자 접수일시 receivedat receiveddate date",
    "due_on": "처리기한 답변기한 기한 duedate",
    "done_on": "완료일 완료일자 처리일 처리완료일 donedate completedat",
    "in_scope": "과업포함 과업포함여부 inscope",
    "department": "처리부서 담당부서 부서 department",
    "owner": "처리담당 처리담당자 담당자 담당 owner staff handler",
    "content": "내용 민원내용 불만내용 content",
    "answer": "처리내용 답변 조치 조치내용 answer",
}
INTEREST = {
    "customer": "고객 고객명 고객이름 이름 고객코드 customer",
    "topic": "관심사항 관심사 관심분야 주제 topic interest",
    "product": "상품 상품명 상품코드 제품 product",
    "level": "관심도 정도 level",
    "noted_at": "등록일 작성일 일자 date notedat",
    "owner": "담당자 작성자 owner staff",
    "memo": "메모 비고 memo note notes",
}
RELATION = {
    "customer": "고객 고객명 고객코드 customer",
    "other": "관련고객 상대고객 지인 related relatedcustomer",
    "kind": "관계 관계구분 relation kind",
    "memo": "메모 비고 memo note notes",
}
YEAR = {
    "account": "거래처 거래처명 회사명 사업자번호 account company",
    "year": "년도 연도 year",
    "sales": "매출 매출액 연매출 sales revenue",
    "profit": "영업이익 이익 profit",
    "memo": "메모 비고 memo note notes",
}
ADDRESS = {
    "account": "거래처 거래처명 회사명 사업자번호 account company",
    "name": "사업장명 공장명 지점명 이름 name",
    "kind": "구분 종류 kind type",
    "postcode": "우편번호 zip zipcode postcode",
    "line1": "주소 공장주소 도로명주소 address address1",
    "line2": "상세주소 나머지주소 address2",
    "phone": "전화 전화번호 phone tel",
    "fax": "팩스 팩스번호 fax",
    "memo": "메모 비고 memo note notes",
}
RATING = {
    "account": "거래처 거래처명 회사명 사업자번호 account company",
    "kind": "구분 평가구분 종류 kind type",
    "value": "등급 평가 신용도 rating value",
    "rated_on": "평가일 평가일자 일자 ratedon date",
    "owner": "평가자 담당자 owner staff",
    "memo": "사유 메모 비고 reason memo note",
}
PERSON = {
    "account": "거래처 거래처명 회사명 사업자번호 account company",
    "customer": "고객 고객명 이름 성명 고객코드 customer name",
    "is_key": "키맨 keyman",
    "is_core": "핵심 핵심인물 core",
    "is_involved": "관여 involved",
    "is_friendly": "우호 friendly",
    "has_left": "퇴사 퇴사여부 left",
    "role": "역할 역할명 role",
    "memo": "메모 비고 memo note notes",
}
SOURCE = {
    "name": "출처 출처명 이름 source name",
    "kind": "종류 구분 유형 kind type",
    "obtained": "획득방법 수집방법 obtained",
    "legal_basis": "법적근거 수집근거 동의근거 legalbasis basis",
    "is_active": "사용 사용여부 active",
    "owner": "담당자 담당 owner",
    "memo": "메모 비고 memo note",
}
